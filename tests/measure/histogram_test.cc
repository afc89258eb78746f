#include "sim/measure/histogram.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/random.h"

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;

// Durations of every size that the axis has, and a few beyond it.
std::vector<Duration> durations_of_all_sizes(std::uint64_t seed, std::size_t n) {
  Random random{seed};
  std::vector<Duration> result;
  for (std::size_t i = 0; i < n; ++i)
    result.emplace_back(std::llround(std::exp(random.uniform(std::log(800.0), std::log(4e12)))));
  return result;
}

Histogram recorded(const std::vector<Duration>& durations) {
  Histogram histogram;
  for (const Duration duration : durations)
    histogram.record(duration);
  return histogram;
}

void expect_equal(const Histogram& a, const Histogram& b) {
  EXPECT_EQ(a.count(), b.count());
  EXPECT_EQ(a.min(), b.min());
  EXPECT_EQ(a.max(), b.max());
  EXPECT_EQ(a.sum(), b.sum());
  EXPECT_EQ(a.bins(), b.bins());
}

TEST(Histogram, WithoutRecordsAnswersZero) {
  Histogram histogram;
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(histogram.count(), 0U);
    EXPECT_EQ(histogram.min(), 0ns);
    EXPECT_EQ(histogram.max(), 0ns);
    EXPECT_EQ(histogram.mean(), 0ns);
    EXPECT_EQ(histogram.sum(), 0ns);
    EXPECT_EQ(histogram.percentile(0.99), 0ns);
    EXPECT_TRUE(histogram.bins().empty());
    histogram.record(5ms);
    histogram.clear();
  }
}

TEST(Histogram, CountsNegativeDurationsAsZero) {
  const Histogram histogram = recorded({-5ms, 1ms});
  EXPECT_EQ(histogram.min(), 0ns);
  EXPECT_EQ(histogram.mean(), 500us);
  EXPECT_EQ(histogram.percentile(0), 0ns);
}

TEST(Histogram, CountsWhatIsOutOfRangeAtItsEnds) {
  const Histogram histogram = recorded({1ns, 2ns, 3ns, 2h, 3h, 4h});
  EXPECT_EQ(histogram.min(), 1ns);
  EXPECT_EQ(histogram.max(), 4h);
  EXPECT_EQ(histogram.sum(), 9h + 6ns);
  EXPECT_EQ(histogram.percentile(0.4), 1us);
  EXPECT_EQ(histogram.percentile(0.6), 1h);
  EXPECT_EQ(histogram.percentile(1), 4h);
  const std::vector<Histogram::Bin> bins = histogram.bins();
  ASSERT_EQ(bins.size(), 2U);
  EXPECT_EQ(bins[0], (Histogram::Bin{0, 0ns, 1us, 3}));
  EXPECT_EQ(bins[1], (Histogram::Bin{Histogram::kBins + 1, 1h, Duration::max(), 3}));
}

TEST(Histogram, GivesASumThatIsTooLargeAsTheLargest) {
  const Histogram histogram = recorded({Duration::max(), 1s});
  EXPECT_EQ(histogram.sum(), Duration::max());
}

TEST(Histogram, HasExactMinimumMaximumAndMean) {
  const Histogram histogram = recorded({1'234'567ns, 7'654'321ns, 3'333'333ns});
  EXPECT_EQ(histogram.min(), 1'234'567ns);
  EXPECT_EQ(histogram.max(), 7'654'321ns);
  EXPECT_EQ(histogram.mean(), 4'074'073ns);
}

TEST(Histogram, GivesPercentilesWithinHalfAPercent) {
  std::vector<Duration> durations = durations_of_all_sizes(1, 20'000);
  std::erase_if(durations, [](Duration d) { return d < 1us || d >= 1h; });
  const Histogram histogram = recorded(durations);
  std::sort(durations.begin(), durations.end());
  for (double share = 0.0005; share <= 1; share += 0.0005) {
    const auto rank =
        static_cast<std::size_t>(std::ceil(share * static_cast<double>(durations.size()) - 1e-6));
    const auto exact = static_cast<double>(durations.at(rank - 1).count());
    const auto given = static_cast<double>(histogram.percentile(share).count());
    EXPECT_NEAR(given / exact, 1, 0.005) << "share " << share;
  }
}

TEST(Histogram, NeverFallsAsTheShareRises) {
  const Histogram histogram = recorded(durations_of_all_sizes(2, 500));
  Duration before{};
  for (double share = 0; share <= 1; share += 0.0001) {
    const Duration now = histogram.percentile(share);
    ASSERT_GE(now, before) << "share " << share;
    ASSERT_GE(now, histogram.min());
    ASSERT_LE(now, histogram.max());
    before = now;
  }
}

TEST(Histogram, TakesTheRankThatTheShareNames) {
  // The seventh of a hundred is the first one above 10 ms: 0.07 * 100 is 7.000000000000001.
  Histogram histogram = recorded(std::vector<Duration>(6, 1ms));
  histogram.merge(recorded({10ms}));
  histogram.merge(recorded(std::vector<Duration>(93, 100ms)));
  EXPECT_NEAR(static_cast<double>(histogram.percentile(0.07).count()), 10e6, 50e3);
  EXPECT_NEAR(static_cast<double>(histogram.percentile(0.0601).count()), 10e6, 50e3);
  EXPECT_NEAR(static_cast<double>(histogram.percentile(0.06).count()), 1e6, 5e3);
}

TEST(Histogram, MergedIsAsIfAllWereRecordedInOne) {
  const std::vector<Duration> durations = durations_of_all_sizes(3, 3'000);
  Histogram merged;
  for (std::size_t part = 0; part < 3; ++part) {
    Histogram histogram;
    for (std::size_t i = part; i < durations.size(); i += 3)
      histogram.record(durations[i]);
    merged.merge(histogram);
  }
  merged.merge(Histogram{});
  expect_equal(merged, recorded(durations));
}

TEST(Histogram, CopiesAreIndependentAndMovedFromIsEmpty) {
  Histogram first = recorded({1ms});
  Histogram second = first;
  second.record(2ms);
  EXPECT_EQ(first.count(), 1U);
  const Histogram third = std::move(second);
  EXPECT_EQ(third.count(), 2U);
  EXPECT_EQ(second.count(), 0U);  // NOLINT(bugprone-use-after-move): promised
  first = Histogram{};
  EXPECT_EQ(first.count(), 0U);
}

TEST(Histogram, ComesBackFromItsBins) {
  for (const Histogram& histogram :
       {Histogram{}, recorded({5ms}), recorded(durations_of_all_sizes(4, 1'000))}) {
    const auto rebuilt =
        Histogram::from_bins(histogram.bins(), histogram.min(), histogram.max(), histogram.sum());
    ASSERT_TRUE(rebuilt) << rebuilt.error().message;
    expect_equal(*rebuilt, histogram);
  }
}

TEST(Histogram, RefusesBinsThatContradictThemselves) {
  using Bins = std::vector<Histogram::Bin>;
  const Histogram good = recorded({1ms, 2ms, 2ms});
  struct Case {
    std::string what;
    std::function<void(Bins&, Duration& min, Duration& max, Duration& sum)> spoil;
    std::string message;
  };
  const std::vector<Case> cases{
      {"index", [](auto& bins, auto&, auto&, auto&) { bins[1].index = 2402; }, "beyond 2401"},
      {"order", [](auto& bins, auto&, auto&, auto&) { std::swap(bins[0], bins[1]); }, "order"},
      {"twice", [](auto& bins, auto&, auto&, auto&) { bins[1] = bins[0]; }, "order"},
      {"empty bin", [](auto& bins, auto&, auto&, auto&) { bins[0].count = 0; }, "empty"},
      {"overflow", [](auto& bins, auto&, auto&, auto&) { bins[0].count = ~0ULL; }, "overflow"},
      {"no bins", [](auto& bins, auto&, auto&, auto&) { bins.clear(); }, "without bins"},
      {"negative", [](auto&, auto& min, auto&, auto&) { min = -1ns; }, "minimum"},
      {"minimum", [](auto&, auto& min, auto&, auto&) { min = 900us; }, "minimum"},
      {"maximum", [](auto&, auto&, auto& max, auto&) { max = 2100us; }, "maximum"},
      {"sum", [](auto&, auto&, auto&, auto& sum) { sum = 6001us; }, "sum"},
      {"negative sum", [](auto&, auto&, auto&, auto& sum) { sum = -1ns; }, "sum"},
  };
  for (const Case& wrong : cases) {
    Bins bins = good.bins();
    Duration min = good.min();
    Duration max = good.max();
    Duration sum = good.sum();
    wrong.spoil(bins, min, max, sum);
    const auto result = Histogram::from_bins(bins, min, max, sum);
    ASSERT_FALSE(result) << wrong.what;
    EXPECT_EQ(result.error().kind, ErrorKind::kUsage) << wrong.what;
    EXPECT_THAT(result.error().message, testing::HasSubstr(wrong.message)) << wrong.what;
  }
}

}  // namespace
}  // namespace shadowsim::measure
