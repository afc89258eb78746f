#include "sim/measure/run_result.h"

#include <utility>

#include <gtest/gtest.h>

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;

TEST(RunResult, FailsUntilItIsJudged) {
  EXPECT_FALSE(RunResult{}.passed);
  EXPECT_FALSE(RunResult{}.complete);
}

TEST(RunResult, TakesAllThatAWorkerMeasured) {
  Measurements measurements;
  measurements.connections.peak = 3;
  measurements.changes.scheduled = 4;
  measurements.messages.rejected = {{409, 5}};
  measurements.final_check.in_sync = 6;
  measurements.latencies.delta.record(7ms);
  measurements.scheduling_lag.record(8ms);
  RunResult result;
  result.take(std::move(measurements));
  EXPECT_EQ(result.connections.peak, 3U);
  EXPECT_EQ(result.changes.scheduled, 4U);
  EXPECT_EQ(result.messages.rejected.at(409), 5U);
  EXPECT_EQ(result.final_check.in_sync, 6U);
  EXPECT_EQ(result.latencies.delta.max(), 7ms);
  EXPECT_EQ(result.instrument.scheduling_lag.max(), 8ms);
}

}  // namespace
}  // namespace shadowsim::measure
