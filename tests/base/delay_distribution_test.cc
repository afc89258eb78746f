#include "sim/base/delay_distribution.h"

#include <gtest/gtest.h>

namespace shadowsim {
namespace {

using namespace std::chrono_literals;

double mean_of(const DelayDistribution& delay) {
  Random random{11};
  constexpr int kDraws = 50'000;
  double sum = 0;
  for (int i = 0; i < kDraws; ++i) {
    const Duration drawn = delay.draw(random);
    EXPECT_GE(drawn, 0ns);
    sum += static_cast<double>(drawn.count());
  }
  return sum / kDraws;
}

TEST(DelayDistribution, ByDefaultIsNoDelay) {
  Random random{1};
  EXPECT_TRUE(DelayDistribution{}.is_zero());
  EXPECT_EQ(DelayDistribution{}.draw(random), 0ns);
}

TEST(DelayDistribution, UniformStaysInItsRangeAndReachesBothEnds) {
  const auto delay = DelayDistribution::uniform(2ns, 4ns);
  Random random{1};
  bool low = false;
  bool high = false;
  for (int i = 0; i < 1000; ++i) {
    const Duration drawn = delay.draw(random);
    ASSERT_GE(drawn, 2ns);
    ASSERT_LE(drawn, 4ns);
    low |= drawn == 2ns;
    high |= drawn == 4ns;
  }
  EXPECT_TRUE(low && high);
}

TEST(DelayDistribution, HasTheMeanItWasGiven) {
  EXPECT_DOUBLE_EQ(mean_of(DelayDistribution::constant(7ms)), 7e6);
  EXPECT_NEAR(mean_of(DelayDistribution::uniform(10ms, 30ms)), 20e6, 0.2e6);
  EXPECT_NEAR(mean_of(DelayDistribution::exponential(20ms)), 20e6, 0.4e6);
  EXPECT_NEAR(mean_of(DelayDistribution::normal(20ms, 3ms)), 20e6, 0.1e6);
}

TEST(DelayDistribution, KnowsWhetherEveryDrawIsZero) {
  EXPECT_TRUE(DelayDistribution::constant(0ns).is_zero());
  EXPECT_TRUE(DelayDistribution::uniform(0ns, 0ns).is_zero());
  EXPECT_TRUE(DelayDistribution::normal(0ns, 0ns).is_zero());
  EXPECT_FALSE(DelayDistribution::uniform(0ns, 1ns).is_zero());
  EXPECT_FALSE(DelayDistribution::exponential(1ms).is_zero());
}

TEST(DelayDistribution, SaysWhatItIs) {
  EXPECT_EQ(DelayDistribution::constant(5ms).to_text(), "5ms");
  EXPECT_EQ(DelayDistribution::uniform(5ms, 20ms).to_text(), "uniform 5ms to 20ms");
}

}  // namespace
}  // namespace shadowsim
