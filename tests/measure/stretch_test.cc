#include "sim/measure/stretch.h"

#include <vector>

#include <gtest/gtest.h>

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;

Stretch step(const char* about, std::optional<Duration> settled_after) {
  return {.kind = "churn", .about = about, .settled_after = settled_after};
}

TEST(LastSettled, IsTheStepThatTookLongest) {
  std::vector<Stretch> timeline{step("calm", 1s), step("overload", 9s), step("back", 0s)};
  timeline.push_back({.kind = std::string{kDrain}, .about = ""});
  const Stretch* const last = last_settled(timeline);
  ASSERT_NE(last, nullptr);
  EXPECT_EQ(last->about, "overload");
}

TEST(LastSettled, IsNoneWhereALightNeverWasInSyncAgain) {
  EXPECT_EQ(last_settled({}), nullptr);
  const std::vector<Stretch> timeline{step("calm", 1s), step("overload", std::nullopt)};
  EXPECT_EQ(last_settled(timeline), nullptr);
}

}  // namespace
}  // namespace shadowsim::measure
