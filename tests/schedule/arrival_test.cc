#include "sim/schedule/arrival.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace shadowsim::schedule {
namespace {

using namespace std::chrono_literals;
using scenario::Arrivals;
using scenario::RateProfile;

std::vector<Duration> moments(const RateProfile& rate, Arrivals arrivals, Duration length,
                              std::uint64_t seed = 1) {
  ArrivalStream stream{rate, arrivals, length, Random{seed}};
  std::vector<Duration> all;
  while (const auto at = stream.next())
    all.push_back(*at);
  return all;
}

RateProfile constant(double per_second) {
  return {Rate{per_second}, Rate{per_second}, 1};
}

std::ptrdiff_t count_between(const std::vector<Duration>& all, Duration from, Duration to) {
  return std::lower_bound(all.begin(), all.end(), to) -
         std::lower_bound(all.begin(), all.end(), from);
}

// --- evenly spaced ----------------------------------------------------------------------------

TEST(UniformArrivals, BeginAtTheStartAndEndBeforeTheEnd) {
  EXPECT_EQ(moments(constant(4), Arrivals::kUniform, 1s),
            (std::vector<Duration>{0ms, 250ms, 500ms, 750ms}));
}

TEST(UniformArrivals, AreAsManyAsRateTimesLength) {
  const auto all = moments(constant(100), Arrivals::kUniform, 30s);
  ASSERT_EQ(all.size(), 3000U);
  for (std::size_t n = 0; n < all.size(); ++n)
    ASSERT_EQ(all[n], n * 10ms);
}

TEST(UniformArrivals, DoNotDriftWhereTheGapIsNoWholeNumber) {
  const auto all = moments(constant(3), Arrivals::kUniform, 1h);
  ASSERT_EQ(all.size(), 10'800U);
  EXPECT_EQ(all[1], 333'333'333ns);
  EXPECT_EQ(all[10'797], 3599s);
}

TEST(UniformArrivals, OfARateSlowerThanTheirLengthAreOne) {
  EXPECT_EQ(moments(constant(0.001), Arrivals::kUniform, 1s), (std::vector<Duration>{0ns}));
}

TEST(UniformArrivals, FollowARampStepByStep) {
  // 10, 20, 30 a second for a second each.
  const auto all = moments({Rate{10}, Rate{30}, 3}, Arrivals::kUniform, 3s);
  ASSERT_EQ(all.size(), 60U);
  EXPECT_EQ(count_between(all, 0s, 1s), 10);
  EXPECT_EQ(count_between(all, 1s, 2s), 20);
  EXPECT_EQ(count_between(all, 2s, 3s), 30);
  EXPECT_EQ(all[10], 1s);
  EXPECT_EQ(all[11], 1050ms);
}

TEST(UniformArrivals, FollowAShrinkingRateAsWell) {
  const auto all = moments({Rate{30}, Rate{10}, 2}, Arrivals::kUniform, 2s);
  EXPECT_EQ(count_between(all, 0s, 1s), 30);
  EXPECT_EQ(count_between(all, 1s, 2s), 10);
}

TEST(UniformArrivals, SurviveMoreStepsThanNanoseconds) {
  const auto all = moments({Rate{1e6}, Rate{1e6}, 10'000}, Arrivals::kUniform, 5us);
  EXPECT_EQ(all.size(), 5U);
}

// --- Poisson ----------------------------------------------------------------------------------

// Within five standard deviations of the mean: fails for one seed in two million.
void expect_poisson(std::ptrdiff_t count, double mean) {
  EXPECT_NEAR(static_cast<double>(count), mean, 5 * std::sqrt(mean));
}

TEST(PoissonArrivals, AreAboutAsManyAsRateTimesLengthForAnySeed) {
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    expect_poisson(std::ssize(moments(constant(100), Arrivals::kPoisson, 30s, seed)), 3000);
}

TEST(PoissonArrivals, VaryInNumberAsAPoissonProcessDoes) {
  // The variance of the count equals its mean; over 400 counts it is known to about 7 %.
  double sum = 0;
  double squares = 0;
  constexpr int kSeeds = 400;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const auto count =
        static_cast<double>(moments(constant(100), Arrivals::kPoisson, 1s, seed).size());
    sum += count;
    squares += count * count;
  }
  const double mean = sum / kSeeds;
  EXPECT_NEAR(mean, 100, 2.5);
  EXPECT_NEAR(squares / kSeeds - mean * mean, 100, 35);
}

// The largest distance between the gaps' distribution and the exponential one, times the root of
// their number: Kolmogorov's statistic, above 1.95 for one sample in a thousand.
double kolmogorov(std::vector<double> gaps, double rate) {
  std::sort(gaps.begin(), gaps.end());
  double most = 0;
  const auto count = static_cast<double>(gaps.size());
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    const double expected = 1 - std::exp(-gaps[i] * rate);
    most = std::max({most, std::abs(expected - static_cast<double>(i) / count),
                     std::abs(expected - static_cast<double>(i + 1) / count)});
  }
  return most * std::sqrt(count);
}

std::vector<double> gaps_of(const std::vector<Duration>& all) {
  std::vector<double> gaps;
  for (std::size_t i = 1; i < all.size(); ++i)
    gaps.push_back(std::chrono::duration<double>(all[i] - all[i - 1]).count());
  return gaps;
}

TEST(PoissonArrivals, HaveExponentialGaps) {
  const auto gaps = gaps_of(moments(constant(100), Arrivals::kPoisson, 200s));
  double sum = 0;
  double squares = 0;
  for (const double gap : gaps) {
    sum += gap;
    squares += gap * gap;
  }
  const auto count = static_cast<double>(gaps.size());
  const double mean = sum / count;
  EXPECT_NEAR(mean, 0.01, 0.0004);
  EXPECT_NEAR(std::sqrt(squares / count - mean * mean), 0.01, 0.0006);
  EXPECT_LT(kolmogorov(gaps, 100), 1.95);
}

TEST(PoissonArrivals, HaveGapsThatDoNotDependOnOneAnother) {
  const auto gaps = gaps_of(moments(constant(100), Arrivals::kPoisson, 200s));
  double products = 0;
  for (std::size_t i = 1; i < gaps.size(); ++i)
    products += (gaps[i] - 0.01) * (gaps[i - 1] - 0.01);
  const double correlation = products / static_cast<double>(gaps.size()) / (0.01 * 0.01);
  EXPECT_NEAR(correlation, 0, 5 / std::sqrt(static_cast<double>(gaps.size())));
}

TEST(PoissonArrivals, HaveTheRateOfEachStepOfARamp) {
  // 50 to 400 a second in eight steps of 10 s.
  const auto all = moments({Rate{50}, Rate{400}, 8}, Arrivals::kPoisson, 80s);
  for (int step = 0; step < 8; ++step)
    expect_poisson(count_between(all, step * 10s, (step + 1) * 10s), 10 * (50 + 50 * step));
}

TEST(PoissonArrivals, TakeTheNewRateFromTheBorderOn) {
  // From one a second to a thousand: the gap that the border falls into must not stretch over it.
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto all = moments({Rate{1}, Rate{1000}, 2}, Arrivals::kPoisson, 2s, seed);
    expect_poisson(count_between(all, 1s, 1100ms), 100);
  }
}

TEST(PoissonArrivals, NeverGoBack) {
  const auto all = moments({Rate{100'000}, Rate{1}, 50}, Arrivals::kPoisson, 1s);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  EXPECT_LT(all.back(), 1s);
}

}  // namespace
}  // namespace shadowsim::schedule
