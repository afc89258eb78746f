#include "sim/measure/intervals.h"

#include <gtest/gtest.h>

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;

TEST(Intervals, QuietSecondIsARowOfZeros) {
  Measurements measurements;
  Intervals intervals;
  EXPECT_EQ(intervals.last(), nullptr);
  const Interval& row = intervals.close(1s, 0, measurements);
  EXPECT_EQ(row.begin, 0s);
  EXPECT_EQ(row.length, 1s);
  EXPECT_EQ(row.changes, ChangeTally{});
  EXPECT_EQ(row.published + row.received + row.deltas + row.rejected + row.lost, 0U);
  EXPECT_EQ(row.convergence_p99, 0ns);
}

TEST(Intervals, CountsOnlyWhatHappenedSinceTheLastOne) {
  Measurements measurements;
  Intervals intervals;
  measurements.changes = {.scheduled = 10, .converged = 7, .superseded = 1};
  measurements.messages.published = 30;
  measurements.messages.rejected = {{409, 2}, {429, 1}};
  measurements.connections.lost = 1;
  intervals.close(1s, 2, measurements);

  measurements.changes = {.scheduled = 14,
                          .converged = 9,
                          .superseded = 1,
                          .rejected = 1,
                          .unconverged = 2,
                          .unsent = 1};
  measurements.messages.published = 42;
  measurements.messages.received = 5;
  measurements.messages.deltas = 4;
  measurements.messages.rejected = {{400, 1}, {409, 2}, {429, 3}};
  measurements.connections.lost = 4;
  measurements.connected = 99;
  const Interval& row = intervals.close(1500ms, 3, measurements);

  EXPECT_EQ(row.begin, 1s);
  EXPECT_EQ(row.length, 500ms);
  EXPECT_EQ(row.connected, 99U);
  EXPECT_EQ(row.in_flight, 3U);
  EXPECT_EQ(row.changes, (ChangeTally{.scheduled = 4,
                                      .converged = 2,
                                      .superseded = 0,
                                      .rejected = 1,
                                      .unconverged = 2,
                                      .unsent = 1}));
  EXPECT_EQ(row.published, 12U);
  EXPECT_EQ(row.received, 5U);
  EXPECT_EQ(row.deltas, 4U);
  EXPECT_EQ(row.rejected, 3U);
  EXPECT_EQ(row.lost, 3U);
  EXPECT_EQ(intervals.count(), 2U);
  EXPECT_EQ(intervals.last(), &row);
  ASSERT_EQ(intervals.rows().size(), 2U);
  EXPECT_EQ(intervals.rows()[0].published, 30U);
  EXPECT_EQ(intervals.rows()[1], row);
}

TEST(Intervals, TakesItsHistogramOutOfTheMeasurements) {
  Measurements measurements;
  Intervals intervals;
  measurements.interval_convergence.record(1ms);
  measurements.interval_convergence.record(2ms);
  measurements.interval_convergence.record(9ms);
  const Interval row = intervals.close(1s, 0, measurements);
  EXPECT_NEAR(static_cast<double>(row.convergence_p50.count()), 2e6, 1e4);
  EXPECT_EQ(row.convergence_p99, 9ms);
  EXPECT_EQ(row.convergence_max, 9ms);
  EXPECT_EQ(measurements.interval_convergence.count(), 0U);

  measurements.interval_convergence.record(3ms);
  EXPECT_EQ(intervals.close(2s, 0, measurements).convergence_max, 3ms);
}

}  // namespace
}  // namespace shadowsim::measure
