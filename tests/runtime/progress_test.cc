#include "sim/runtime/progress.h"

#include <array>

#include <gtest/gtest.h>

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

Progress progress(fleet::Phase phase, Duration elapsed) {
  return {.phase = phase,
          .elapsed = elapsed,
          .length = 10s,
          .connected = 5,
          .sessions = 6,
          .in_flight = 7,
          .last_interval = std::nullopt};
}

TEST(Progress, OfNobodyIsNone) {
  EXPECT_EQ(together({}).phase, fleet::Phase::kIdle);
}

TEST(Progress, TogetherIsAsFarAsTheLastAndAddsUp) {
  std::array workers{progress(fleet::Phase::kDraining, 11s), progress(fleet::Phase::kTimeline, 9s)};
  workers[0].figures.changes.converged = 3;
  workers[1].figures.changes.converged = 4;
  const Progress all = together(workers);
  EXPECT_EQ(all.phase, fleet::Phase::kTimeline);
  EXPECT_EQ(all.elapsed, 11s);
  EXPECT_EQ(all.length, 10s);
  EXPECT_EQ(all.connected, 10U);
  EXPECT_EQ(all.sessions, 12U);
  EXPECT_EQ(all.in_flight, 14U);
  EXPECT_EQ(all.figures.changes.converged, 7U);
  EXPECT_FALSE(all.last_interval);
}

TEST(Progress, APercentileOfTheLastSecondIsThatOfTheSlowest) {
  std::array workers{progress(fleet::Phase::kTimeline, 3s), progress(fleet::Phase::kTimeline, 2s),
                     progress(fleet::Phase::kTimeline, 1s)};
  workers[0].last_interval = measure::Interval{.begin = 2s,
                                               .length = 1s,
                                               .changes = {.scheduled = 10, .converged = 9},
                                               .convergence_p50 = 1ms,
                                               .convergence_p99 = 9ms};
  workers[1].last_interval = measure::Interval{.begin = 1s,
                                               .length = 1001ms,
                                               .changes = {.scheduled = 20, .converged = 18},
                                               .convergence_p50 = 2ms,
                                               .convergence_p99 = 8ms};
  const auto last = together(workers).last_interval;
  ASSERT_TRUE(last);
  EXPECT_EQ(last->changes.scheduled, 30U);
  EXPECT_EQ(last->convergence_p50, 2ms);
  EXPECT_EQ(last->convergence_p99, 9ms);
  EXPECT_EQ(last->length, 1001ms) << "a second, though they are not the same one";
}

}  // namespace
}  // namespace shadowsim::runtime
