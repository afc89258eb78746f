#include "sim/report/progress_line.h"

#include <gtest/gtest.h>

namespace shadowsim::report {
namespace {

using namespace std::chrono_literals;

Progress sample_progress() {
  return {.phase = "churn",
          .elapsed = 12'900ms,
          .total = 30s,
          .connected = 204,
          .target = 204,
          .changes_per_s = 101.4,
          .p50 = 840us,
          .p99 = 2'100us,
          .in_flight = 3};
}

TEST(ProgressLine, SaysSoWhereNothingIsKnownYet) {
  const Progress progress{
      .phase = {}, .elapsed = 0s, .total = 0s, .connected = 7, .target = 204, .p50 = {}, .p99 = {}};
  EXPECT_EQ(to_live_line(progress, 80),
            "0 s  7/204 connected  0 changes/s  p50 -  p99 -  0 in flight");
}

TEST(ProgressLine, NeverExceedsItsWidth) {
  const std::string whole = to_live_line(sample_progress(), 1000);
  for (std::size_t width = 0; width <= whole.size(); ++width)
    ASSERT_LE(to_live_line(sample_progress(), width).size(), width);
}

TEST(ProgressLine, LeavesOutWhatMattersLeast) {
  EXPECT_EQ(to_live_line(sample_progress(), 78),
            "churn  12/30 s  204/204 connected  101 changes/s  p99 2.10 ms  3 in flight");
  EXPECT_EQ(to_live_line(sample_progress(), 40), "12/30 s  101 changes/s  p99 2.10 ms");
  EXPECT_EQ(to_live_line(sample_progress(), 8), "12/30 s");
  EXPECT_EQ(to_live_line(sample_progress(), 4), "12/3");
}

TEST(ProgressLine, IsWholeInALog) {
  EXPECT_EQ(to_log_line(sample_progress()),
            "churn, 12/30 s, 204/204 connected, 101 changes/s, p50 0.840 ms, p99 2.10 ms, "
            "3 in flight");
}

}  // namespace
}  // namespace shadowsim::report
