#include "sim/base/check.h"

#include <gtest/gtest.h>

namespace shadowsim {
namespace {

TEST(CheckDeathTest, SaysWhereWhatAndWithWhichValues) {
  const int lights = 3;
  EXPECT_DEATH(SHADOWSIM_CHECK(lights == 4, "lights={}", lights),
               R"(check_test\.cc:[0-9]+: must hold: lights == 4 \(lights=3\))");
}

TEST(Check, EvaluatesItsConditionOnce) {
  int evaluated = 0;
  SHADOWSIM_CHECK(++evaluated == 1, "evaluated {} times", evaluated);
  EXPECT_EQ(evaluated, 1);
}

}  // namespace
}  // namespace shadowsim
