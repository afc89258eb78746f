#include "sim/text/problems.h"

#include <gtest/gtest.h>

namespace shadowsim {
namespace {

TEST(Problems, AreToldInTheOrderOfTheFileAndOverridesAfterIt) {
  Problems problems{"a.yaml"};
  const auto set = problems.add_source("--set x=1");
  problems.add({set, 1, 1}, "is wrong");
  problems.add({0, 12, 3}, "later");
  problems.add({0, 2, 30}, "earlier");
  problems.add({0, 2, 4}, "earliest");
  EXPECT_EQ(problems.to_error().message,
            "a.yaml:2:4: earliest\na.yaml:2:30: earlier\na.yaml:12:3: later\n--set x=1: is wrong");
  EXPECT_EQ(problems.to_error().kind, ErrorKind::kUsage);
  EXPECT_EQ(problems.lines().size(), 4U);
  EXPECT_EQ(problems.lines().front(), "a.yaml:2:4: earliest");
}

TEST(Problems, NameTheFileAloneWhereNoLineIsToBlame) {
  Problems problems{"a.yaml"};
  problems.add({}, "cannot be read");
  EXPECT_EQ(problems.to_error().message, "a.yaml: cannot be read");
}

TEST(Problems, AreOneLineEachWhateverTheyQuote) {
  Problems problems{"a.yaml"};
  problems.add({0, 1, 1}, "'a\nb' is wrong");
  EXPECT_EQ(problems.to_error().message, "a.yaml:1:1: 'a b' is wrong");
}

TEST(Problems, AreToldOnce) {
  Problems problems{"a.yaml"};
  problems.add({0, 1, 1}, "wrong");
  problems.add({0, 1, 1}, "wrong");
  EXPECT_EQ(problems.count(), 2U);
  EXPECT_EQ(problems.to_error().message, "a.yaml:1:1: wrong");
}

}  // namespace
}  // namespace shadowsim
