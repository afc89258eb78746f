#include "sim/measure/live_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;
using testing::Each;

TEST(LiveFigures, OfNothingAreNothing) {
  const LiveFigures figures = live_figures(Measurements{});
  EXPECT_EQ(figures.convergence.count(), 0U);
  EXPECT_THAT(figures.convergence.counts, Each(0U));
  EXPECT_EQ(figures.refused(), 0U);
}

TEST(LiveFigures, BucketsHoldAllAndTheExactSum) {
  Histogram histogram;
  histogram.record(0ns);
  for (int i = 0; i < 90; ++i)
    histogram.record(7ms);
  histogram.record(59s);
  histogram.record(2h);
  const Buckets buckets = buckets_of(histogram);
  EXPECT_EQ(buckets.count(), 93U);
  EXPECT_EQ(buckets.sum, 90 * 7ms + 59s + 2h);
  EXPECT_EQ(buckets.counts.front(), 1U);
  EXPECT_EQ(buckets.counts[4], 90U) << "above 5 ms, up to 10 ms";
  EXPECT_EQ(buckets.counts[kBucketBounds - 1], 1U) << "up to the last bound";
  EXPECT_EQ(buckets.counts.back(), 1U) << "beyond it";
}

TEST(LiveFigures, EachBoundDividesWhatIsAPercentAwayFromIt) {
  for (std::size_t i = 0; i < kBucketBounds; ++i) {
    Histogram histogram;
    histogram.record(bucket_bounds()[i] * 99 / 100);
    histogram.record(bucket_bounds()[i] * 101 / 100);
    const Buckets buckets = buckets_of(histogram);
    EXPECT_EQ(buckets.counts[i], 1U) << i;
    EXPECT_EQ(buckets.counts[i + 1], 1U) << i;
  }
}

TEST(LiveFigures, OfAResultAreThoseOfItsMeasurements) {
  Measurements measurements;
  measurements.connections.refused = 3;
  measurements.changes = {.scheduled = 9, .converged = 8, .unsent = 1};
  measurements.messages.rejected = {{409, 2}, {429, 5}};
  measurements.refusals_seen.note(RefusalKind::kConnect, "close", 3);
  measurements.latencies.convergence.record(3ms);
  measurements.latencies.round_trip.record(1500us);
  const LiveFigures live = live_figures(measurements);
  EXPECT_EQ(live.refused(), 10U);
  EXPECT_EQ(live.refusals_seen.total(), 3U);
  RunResult result;
  result.take(std::move(measurements));
  EXPECT_EQ(live_figures(result), live);
}

TEST(LiveFigures, OfWorkersAddUp) {
  Measurements measurements;
  measurements.connections.established = 4;
  measurements.changes.scheduled = 9;
  measurements.messages.published = 20;
  measurements.messages.rejected = {{409, 2}};
  measurements.refusals_seen.note_mqtt(RefusalKind::kSubscribe, 0x97);
  measurements.latencies.convergence.record(3ms);
  LiveFigures both = live_figures(measurements);
  add(both, live_figures(measurements));
  EXPECT_EQ(both.connections.established, 8U);
  EXPECT_EQ(both.changes.scheduled, 18U);
  EXPECT_EQ(both.messages.published, 40U);
  EXPECT_EQ(both.messages.rejected.at(409), 4U);
  EXPECT_EQ(both.refusals_seen.codes(RefusalKind::kSubscribe), (RefusalsSeen::Codes{{"0x97", 2}}));
  EXPECT_EQ(both.convergence.count(), 2U);
  EXPECT_EQ(both.convergence.sum, 6ms);
}

}  // namespace
}  // namespace shadowsim::measure
