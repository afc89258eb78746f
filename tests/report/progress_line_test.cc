#include "sim/report/progress_line.h"

#include <gtest/gtest.h>

namespace shadowsim::report {
namespace {

using namespace std::chrono_literals;

TEST(ProgressLine, SaysSoWhereNothingIsKnownYet) {
  const Progress progress{
      .phase = {}, .elapsed = 0s, .total = 0s, .connected = 7, .target = 204, .p50 = {}, .p99 = {}};
  EXPECT_EQ(to_log_line(progress), "0 s, 7/204 connected, 0 changes/s, p50 -, p99 -, 0 in flight");
}

TEST(ProgressLine, IsWholeInALog) {
  EXPECT_EQ(to_log_line({.phase = "running",
                         .elapsed = 12'900ms,
                         .total = 30s,
                         .connected = 204,
                         .target = 204,
                         .changes_per_s = 101.4,
                         .p50 = 840us,
                         .p99 = 2'100us,
                         .in_flight = 3,
                         .refused = 17}),
            "running, 12/30 s, 204/204 connected, 101 changes/s, p50 0.840 ms, p99 2.10 ms, "
            "3 in flight, 17 refused");
}

TEST(ProgressLine, ALowRateHasADecimal) {
  EXPECT_EQ(rate_text(0), "0");
  EXPECT_EQ(rate_text(0.5), "0.5");
  EXPECT_EQ(rate_text(9.94), "9.9");
  EXPECT_EQ(rate_text(9.96), "10");
}

}  // namespace
}  // namespace shadowsim::report
