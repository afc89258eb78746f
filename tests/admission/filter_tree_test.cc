#include "sim/admission/filter_tree.h"

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/admission/trial.h"

namespace shadowsim::admission {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

struct Case {
  const char* filter;
  const char* topic;
  bool matches;
};

TEST(FilterTree, FindsWhatMqttSaysMatches) {
  Session session{Version::kMqtt5, nullptr};
  for (const Case& one : {
           Case{"a/b", "a/b", true},
           Case{"a/b", "a", false},
           Case{"a/b", "a/b/c", false},
           Case{"a/b", "a/b/", false},
           Case{"+/b", "a/b", true},
           Case{"a/+", "a/b", true},
           Case{"a/+", "a/", true},
           Case{"a/+", "a", false},
           Case{"a/+", "a/b/c", false},
           Case{"+", "a", true},
           Case{"+/+", "/a", true},
           Case{"/a", "/a", true},
           Case{"a/#", "a/b/c", true},
           Case{"a/#", "a", true},
           Case{"a/#", "ab", false},
           Case{"+/#", "a", true},
           Case{"#", "a/b", true},
           Case{"#", "$aws/a", false},
           Case{"+/a", "$aws/a", false},
           Case{"$aws/#", "$aws/a", true},
           Case{"$aws/+", "$aws/a", true},
           Case{"a/+", "a/$b", true},
           Case{"a/+/c/#", "a/b/c/d/e", true},
           Case{"a/+/c/#", "a/b/d/e", false},
       }) {
    FilterTree tree;
    tree.add(one.filter, session);
    EXPECT_EQ(tree.matching(one.topic).size(), one.matches ? 1U : 0U)
        << one.filter << " and " << one.topic;
  }
}

TEST(FilterTree, FindsEachSessionOnceForEachOfItsFilters) {
  FilterTree tree;
  Session one{Version::kMqtt5, nullptr};
  Session other{Version::kMqtt5, nullptr};
  tree.add("a/b", one);
  tree.add("a/#", one);
  tree.add("+/b", other);
  EXPECT_THAT(tree.matching("a/b"), UnorderedElementsAre(&one, &one, &other));
  EXPECT_THAT(tree.matching("a/c"), ElementsAre(&one));
  EXPECT_THAT(tree.matching("b"), IsEmpty());
  EXPECT_EQ(tree.size(), 3U);
}

TEST(FilterTree, FindsNoMoreWhatIsRemoved) {
  FilterTree tree;
  Session one{Version::kMqtt5, nullptr};
  Session other{Version::kMqtt5, nullptr};
  tree.add("a/b", one);
  tree.add("a/b", other);
  tree.add("a/b/c", one);
  tree.remove("a/b", one);
  tree.remove("a/b", one);
  tree.remove("x/y", one);
  EXPECT_THAT(tree.matching("a/b"), ElementsAre(&other));
  EXPECT_THAT(tree.matching("a/b/c"), ElementsAre(&one));
  tree.remove("a/b", other);
  EXPECT_THAT(tree.matching("a/b"), IsEmpty());
  EXPECT_THAT(tree.matching("a/b/c"), ElementsAre(&one));
  tree.remove("a/b/c", one);
  EXPECT_TRUE(tree.is_empty());
}

}  // namespace
}  // namespace shadowsim::admission
