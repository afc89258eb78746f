#include "sim/scenario/light_choice.h"

#include <gtest/gtest.h>

namespace shadowsim::scenario {
namespace {

TEST(ShareOfLights, IsRoundedUpAndNeverNobody) {
  EXPECT_EQ(ShareOfLights{0.5}.of(5), 3U);
  EXPECT_EQ(ShareOfLights{0.1}.of(10), 1U);
  EXPECT_EQ(ShareOfLights{0.1}.of(30), 3U);  // 0.1 * 30 is a hair above 3
  EXPECT_EQ(ShareOfLights{0.7}.of(10), 7U);
  EXPECT_EQ(ShareOfLights{1e-9}.of(10), 1U);
  EXPECT_EQ(ShareOfLights{1}.of(1'000'003), 1'000'003U);
}

}  // namespace
}  // namespace shadowsim::scenario
