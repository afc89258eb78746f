#include "sim/report/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/report/compared_runs.h"

namespace shadowsim::report {
namespace {

using namespace std::chrono_literals;
using measure::RunResult;
using testing::ElementsAre;
using testing::HasSubstr;

Comparison compared(const RunResult& a, const RunResult& b, double tolerance = 0.1) {
  const auto comparison = compare(a, b, tolerance);
  EXPECT_TRUE(comparison) << comparison.error().message;
  return *comparison;
}

TEST(Comparison, RefusesWhatHasNothingInCommon) {
  const RunResult run = steady_run(20, 10ms, 0.05, 1);
  RunResult other = run;
  other.scenario.name = "other";
  EXPECT_THAT(compare(run, other, 0.1).error().message, HasSubstr("steady and other"));
  RunResult silent = run;
  silent.latencies.convergence.clear();
  EXPECT_THAT(compare(silent, run, 0.1).error().message, HasSubstr("first result"));
  RunResult empty = run;
  empty.changes = {};
  EXPECT_THAT(compare(run, empty, 0.1).error().message, HasSubstr("second result"));
}

TEST(Comparison, ARunAgainstItselfHasNotRegressed) {
  const RunResult run = steady_run(20, 10ms, 0.05, 1);
  const Comparison same = compared(run, run, 0);
  EXPECT_FALSE(same.has_regressed());
  EXPECT_EQ(same.latencies.front().change, 0.0);
  EXPECT_TRUE(same.settings.empty());
}

TEST(Comparison, ASlowerRunHasRegressed) {
  const Comparison slower = compared(steady_run(30, 10ms, 0.05, 1), steady_run(30, 13ms, 0.05, 2));
  EXPECT_TRUE(slower.has_regressed());
  EXPECT_EQ(slower.latencies.front().name, "convergence p50");
  EXPECT_TRUE(slower.latencies.front().regressed);
  EXPECT_NEAR(*slower.latencies.front().change, 0.3, 0.05);
}

TEST(Comparison, AFasterRunHasNot) {
  EXPECT_FALSE(
      compared(steady_run(30, 13ms, 0.05, 1), steady_run(30, 10ms, 0.05, 2)).has_regressed());
}

TEST(Comparison, TheToleranceDecidesWhereTheDifferenceIsClear) {
  const RunResult a = steady_run(30, 10ms, 0.02, 1);
  const RunResult b = steady_run(30, 13ms, 0.02, 2);
  EXPECT_TRUE(compared(a, b, 0.2).has_regressed());
  EXPECT_FALSE(compared(a, b, 0.5).has_regressed());
}

TEST(Comparison, WhatMayBeNoiseIsNoRegression) {
  // Seconds that differ by a factor of three among themselves tell little about a fifth.
  const RunResult a = steady_run(12, 10ms, 1, 1);
  const RunResult b = steady_run(12, 10ms, 1, 4);
  const Comparison noisy = compared(a, b, 0);
  for (const ComparedLatency& latency : noisy.latencies) {
    if (!latency.judged) continue;
    ASSERT_TRUE(latency.noise);
    EXPECT_LT(latency.noise->low, 0) << latency.name;
    EXPECT_FALSE(latency.regressed) << latency.name;
  }
}

TEST(Comparison, OfShortRunsTheToleranceAloneDecides) {
  const Comparison quick = compared(steady_run(5, 10ms, 0.05, 1), steady_run(5, 13ms, 0.05, 2));
  EXPECT_FALSE(quick.latencies.front().noise);
  EXPECT_TRUE(quick.has_regressed());
}

TEST(Comparison, PercentilesWithoutFiguresBySecondAreNotJudged) {
  const Comparison slower = compared(steady_run(30, 10ms, 0.05, 1), steady_run(30, 20ms, 0.05, 2));
  for (const ComparedLatency& latency : slower.latencies) {
    const bool expected = latency.name == "convergence p50" || latency.name == "convergence p99";
    EXPECT_EQ(latency.judged, expected) << latency.name;
    EXPECT_TRUE(expected || !(latency.regressed || latency.noise)) << latency.name;
  }
}

TEST(Comparison, WhatOneRunHasNotMeasuredHasNoChange) {
  RunResult b = steady_run(20, 10ms, 0.05, 2);
  b.latencies.convergence.clear();
  EXPECT_FALSE(compared(steady_run(20, 10ms, 0.05, 1), b).latencies.front().change);
}

TEST(Comparison, LosingMoreChangesThanChanceWouldIsARegression) {
  const RunResult a = steady_run(30, 10ms, 0.05, 1);
  const struct {
    std::uint64_t lost_a, lost_b;
    bool regressed;
  } cases[] = {{0, 0, false},   {0, 1, false},  {0, 30, true},
               {30, 33, false}, {30, 90, true}, {90, 30, false}};
  for (const auto& of : cases) {
    RunResult first = a;
    first.changes.converged -= of.lost_a;
    first.changes.unconverged += of.lost_a;
    RunResult second = a;
    second.changes.converged -= of.lost_b;
    second.changes.rejected += of.lost_b;
    EXPECT_EQ(compared(first, second).losses.regressed, of.regressed)
        << of.lost_a << " and " << of.lost_b << " of 3000";
  }
}

TEST(Comparison, NamesTheSettingsThatDiffer) {
  const RunResult a = steady_run(20, 10ms, 0.05, 1);
  RunResult b = a;
  b.client = "mosquitto";
  b.endpoint.uri = "mqtt://127.0.0.1:40000";
  b.endpoint.embedded = true;
  EXPECT_THAT(compared(a, b).settings,
              ElementsAre("client: paho, mosquitto", "endpoint: mqtt://broker:1883, embedded"));
  RunResult c = b;
  c.endpoint.uri = "mqtt://127.0.0.1:40001";
  EXPECT_TRUE(compared(b, c).settings.empty()) << "an embedded endpoint's port is chance";
}

}  // namespace
}  // namespace shadowsim::report
