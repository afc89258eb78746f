#include "sim/report/bootstrap.h"

#include <vector>

#include <gtest/gtest.h>

namespace shadowsim::report {
namespace {

// So many seconds whose figures wander around `mean` by `noise` of it.
std::vector<Second> seconds(std::size_t count, double mean, double noise, std::uint64_t seed) {
  Random random{seed};
  std::vector<Second> drawn;
  for (std::size_t i = 0; i < count; ++i)
    drawn.push_back({mean * (1 + noise * random.normal()), 100});
  return drawn;
}

TEST(Bootstrap, TooFewSecondsTellNothing) {
  EXPECT_FALSE(
      difference_range(seconds(kLeastSeconds - 1, 1, 0.1, 1), seconds(60, 1, 0.1, 2), Random{1}));
  EXPECT_FALSE(difference_range(seconds(60, 1, 0.1, 1), {}, Random{1}));
}

TEST(Bootstrap, SecondsWithoutWeightTellNothing) {
  const std::vector<Second> empty(30);
  EXPECT_FALSE(difference_range(empty, seconds(30, 1, 0.1, 1), Random{1}));
}

TEST(Bootstrap, HoldsTheTrueDifferenceInMostRuns) {
  int held = 0;
  constexpr int kRuns = 60;
  for (int run = 0; run < kRuns; ++run) {
    const auto seed = static_cast<std::uint64_t>(2 * run);
    const auto range =
        difference_range(seconds(60, 10, 0.2, seed), seconds(60, 11, 0.2, seed + 1), Random{1});
    ASSERT_TRUE(range);
    ASSERT_LT(range->low, range->high);
    held += range->low <= 0.1 && 0.1 <= range->high ? 1 : 0;
  }
  EXPECT_GE(held, kRuns * 8 / 10);
}

TEST(Bootstrap, TwoQuietRunsHaveNoNoise) {
  const auto range = difference_range(seconds(20, 10, 0, 1), seconds(20, 12, 0, 2), Random{1});
  ASSERT_TRUE(range);
  EXPECT_NEAR(range->low, 0.2, 1e-9);
  EXPECT_NEAR(range->high, 0.2, 1e-9);
}

TEST(Bootstrap, MoreNoiseMakesAWiderRange) {
  const auto width = [](double noise) {
    const auto range =
        difference_range(seconds(40, 10, noise, 1), seconds(40, 10, noise, 2), Random{1});
    return range->high - range->low;
  };
  EXPECT_GT(width(0.4), 2 * width(0.1));
}

TEST(Bootstrap, SecondsCountByTheirWeight) {
  std::vector<Second> b = seconds(20, 10, 0, 1);
  for (std::size_t i = 0; i < 10; ++i)
    b[i] = {1000, 0};
  const auto range = difference_range(seconds(20, 10, 0, 1), b, Random{1});
  ASSERT_TRUE(range);
  EXPECT_NEAR(range->high, 0, 1e-9);
}

TEST(Bootstrap, TheSameSeedGivesTheSameRange) {
  const auto a = seconds(30, 10, 0.2, 1);
  const auto b = seconds(30, 10, 0.2, 2);
  EXPECT_EQ(difference_range(a, b, Random{5})->low, difference_range(a, b, Random{5})->low);
}

}  // namespace
}  // namespace shadowsim::report
