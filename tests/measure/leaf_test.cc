#include "sim/measure/leaf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::measure {
namespace {

using testing::ElementsAre;

TEST(Leaf, OverlapsItselfAndWhatStandsAboveOrBelow) {
  struct Case {
    const char* a;
    const char* b;
    bool overlaps;
  };
  for (const Case& each :
       {Case{"/rgb", "/rgb", true}, Case{"/rgb", "/rgb/r", true}, Case{"/rgb", "/rgbw", false},
        Case{"/rgb/r", "/rgb/g", false}, Case{"/rgb/r", "/r", false}, Case{"", "/rgb", true}}) {
    EXPECT_EQ(overlap({each.a, "1"}, {each.b, "2"}), each.overlaps) << each.a << " " << each.b;
    EXPECT_EQ(overlap({each.b, "2"}, {each.a, "1"}), each.overlaps) << each.b << " " << each.a;
  }
}

TEST(Leaf, OverlapsAnyOfOthers) {
  const std::vector<Leaf> others{{"/on", "true"}, {"/rgb/r", "1"}};
  EXPECT_TRUE(overlaps_any({"/rgb", "{}"}, others));
  EXPECT_FALSE(overlaps_any({"/color", "1"}, others));
  EXPECT_FALSE(overlaps_any({"/color", "1"}, {}));
}

TEST(Leaf, LaterLeavesTakeThePlaceOfThoseTheyOverlap) {
  std::vector<Leaf> leaves{{"/on", "true"}, {"/rgb/r", "1"}, {"/rgb/g", "2"}};
  put(leaves, std::vector<Leaf>{{"/rgb", "{}"}});
  EXPECT_THAT(leaves, ElementsAre(Leaf{"/on", "true"}, Leaf{"/rgb", "{}"}));
}

TEST(Leaf, AgreesWhereNothingSaysSomethingElse) {
  const Leaf wanted{"/color", "\"red\""};
  EXPECT_TRUE(agrees({}, wanted));
  EXPECT_TRUE(agrees(std::vector<Leaf>{wanted, {"/on", "true"}}, wanted));
  EXPECT_FALSE(agrees(std::vector<Leaf>{wanted, {"/color", "\"blue\""}}, wanted));
  EXPECT_FALSE(agrees(std::vector<Leaf>{{"/color/r", "1"}}, wanted));
}

}  // namespace
}  // namespace shadowsim::measure
