#include "sim/measure/metric.h"

#include <cmath>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;

TEST(Metric, HasNoValueUnderAnUnknownName) {
  for (const char* name :
       {"", "latency_us", "latency_us.convergence", "latency_us.convergence.p95", "connections",
        "messages.rejected.", "messages.rejected.-1", "messages.rejected.429x", "verdict"}) {
    EXPECT_EQ(metric_value(RunResult{}, name), std::nullopt) << name;
    EXPECT_FALSE(metric_is_in_microseconds(name)) << name;
  }
}

TEST(Metric, IsNotANumberWhereNothingWasMeasured) {
  for (const char* name : {"latency_us.convergence.p99", "latency_us.connect.min",
                           "instrument.floor_round_trip_us.p50", "messages.deltas_per_change",
                           "resources.cpu_us_per_change", "resources.memory.growth",
                           "resources.endpoint_memory.begin_kib"}) {
    const auto value = metric_value(RunResult{}, name);
    ASSERT_TRUE(value) << name;
    EXPECT_TRUE(std::isnan(*value)) << name;
  }
  EXPECT_EQ(metric_value(RunResult{}, "latency_us.convergence.count"), 0.0);
}

TEST(Metric, EveryNameHasAValueAndIsListedOnce) {
  const std::vector<std::string> names = metric_names();
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
  for (const std::string& name : names)
    EXPECT_TRUE(metric_value(RunResult{}, name)) << name;
  EXPECT_THAT(names,
              testing::IsSupersetOf(
                  {"connections.refused", "changes.unconverged", "messages.rejected",
                   "messages.rejected.429", "refusals.seen.total", "refusals.seen.shadow.429",
                   "latency_us.delta.p99_9", "final_check.in_sync",
                   "instrument.scheduling_lag_us.p99", "resources.cpu_us_per_change"}));
}

TEST(Metric, ReadsLatenciesInMicroseconds) {
  RunResult result;
  result.latencies.convergence.record(1'500'250ns);
  EXPECT_EQ(metric_value(result, "latency_us.convergence.p99"), 1500.25);
  EXPECT_EQ(metric_value(result, "latency_us.convergence.max"), 1500.25);
  EXPECT_TRUE(metric_is_in_microseconds("latency_us.convergence.p99"));
  EXPECT_TRUE(metric_is_in_microseconds("instrument.scheduling_lag_us.mean"));
  EXPECT_TRUE(metric_is_in_microseconds("resources.cpu_us_per_change"));
  EXPECT_FALSE(metric_is_in_microseconds("latency_us.convergence.count"));
  EXPECT_FALSE(metric_is_in_microseconds("resources.cpu_s"));
}

TEST(Metric, CountsRejectionsInAllAndByCode) {
  RunResult result;
  result.messages.rejected = {{409, 2}, {429, 5}};
  EXPECT_EQ(metric_value(result, "messages.rejected"), 7.0);
  EXPECT_EQ(metric_value(result, "messages.rejected.429"), 5.0);
  EXPECT_EQ(metric_value(result, "messages.rejected.413"), 0.0);
}

TEST(Metric, CountsWhatTheSessionsSawOfRefusals) {
  RunResult result;
  result.refusals_seen.note_mqtt(RefusalKind::kPublish, 0x97);
  result.refusals_seen.note_shadow(429);
  EXPECT_EQ(metric_value(result, "refusals.seen.total"), 2.0);
  EXPECT_EQ(metric_value(result, "refusals.seen.publish"), 1.0);
  EXPECT_EQ(metric_value(result, "refusals.seen.publish.0x97"), 1.0);
  EXPECT_EQ(metric_value(result, "refusals.seen.connect"), 0.0);
  EXPECT_EQ(metric_value(result, "refusals.seen.publish.often"), std::nullopt);
}

TEST(Metric, DividesByTheChangesThatWereSent) {
  RunResult result;
  result.changes = {.scheduled = 10, .converged = 8, .unsent = 2};
  result.messages.deltas = 12;
  result.resources.cpu = 4ms;
  EXPECT_EQ(metric_value(result, "messages.deltas_per_change"), 1.5);
  EXPECT_EQ(metric_value(result, "resources.cpu_us_per_change"), 500.0);
}

TEST(Metric, TellsHowMemoryGrew) {
  RunResult result;
  result.resources.memory = MemoryGrowth{.over = 30min, .begin_kib = 1000, .end_kib = 1100};
  EXPECT_EQ(metric_value(result, "resources.memory.over_s"), 1800);
  EXPECT_EQ(metric_value(result, "resources.memory.begin_kib"), 1000);
  EXPECT_EQ(metric_value(result, "resources.memory.end_kib"), 1100);
  EXPECT_EQ(metric_value(result, "resources.memory.growth"), 0.1);
  EXPECT_EQ(metric_value(result, "resources.memory.growth_kib_per_hour"), 200);
}

TEST(Metric, AStoredCountReachesTheMemberOfItsName) {
  RunResult result;
  std::uint64_t next = 1;
  for (const Metric& metric : metrics()) {
    if (metric.field) metric.field(result) = next++;
  }
  next = 1;
  for (const Metric& metric : metrics()) {
    if (metric.field) {
      EXPECT_EQ(metric.value(result), static_cast<double>(next++)) << metric.path;
    }
  }
  EXPECT_EQ(result.connections.attempted, 1U);
  EXPECT_EQ(result.changes.unsent, 12U);
  EXPECT_EQ(result.resources.peak_rss_kib, next - 1);
}

}  // namespace
}  // namespace shadowsim::measure
