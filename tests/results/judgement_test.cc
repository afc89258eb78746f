#include "sim/results/judgement.h"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::results {
namespace {

using namespace std::chrono_literals;
using measure::RunResult;
using scenario::Comparison;
using scenario::Threshold;

RunResult good_result() {
  RunResult result;
  result.complete = true;
  result.changes = {.scheduled = 10, .converged = 9, .unsent = 1};
  result.latencies.convergence.record(2ms);
  result.final_check = {.lights = 4, .in_sync = 4};
  return result;
}

Threshold threshold(std::string metric, Comparison comparison, double limit) {
  return {.expression = metric + " against a limit",
          .metric = metric,
          .over = {},
          .comparison = comparison,
          .limit = limit};
}

Threshold share(std::string metric, std::string over, Comparison comparison, double limit) {
  Threshold result = threshold(std::move(metric), comparison, limit);
  result.over = std::move(over);
  return result;
}

TEST(Judgement, FailsAThresholdOnWhatWasNotMeasured) {
  struct Case {
    Threshold threshold;
    std::string remark;
  };
  const std::vector<Case> cases{
      {threshold("latency_us.delta.p99", Comparison::kLess, 1e6), "nothing was measured"},
      {threshold("latency_us.delta.p98", Comparison::kLess, 1e6), "no metric latency_us.delta.p98"},
      {share("changes.converged", "connections.lost", Comparison::kGreaterOrEqual, 0),
       "connections.lost is zero"},
      {share("connections.lost", "connections.refused", Comparison::kLess, 1),
       "connections.refused is zero"},
      {share("latency_us.convergence.p99", "instrument.floor_round_trip_us.p50", Comparison::kLess,
             10),
       "nothing was measured for instrument"},
  };
  for (const Case& each : cases) {
    RunResult result = good_result();
    judge(result, std::vector{each.threshold});
    ASSERT_EQ(result.thresholds.size(), 1U);
    EXPECT_FALSE(result.thresholds[0].passed) << each.remark;
    EXPECT_EQ(result.thresholds[0].observed, std::nullopt) << each.remark;
    EXPECT_THAT(result.thresholds[0].remark, testing::HasSubstr(each.remark));
    EXPECT_FALSE(result.passed);
  }
}

TEST(Judgement, NeverPassesARunThatIsNotWhole) {
  const std::vector holds{threshold("changes.converged", Comparison::kGreater, 0)};
  RunResult interrupted = good_result();
  interrupted.complete = false;
  judge(interrupted, holds);
  EXPECT_TRUE(interrupted.thresholds[0].passed);
  EXPECT_FALSE(interrupted.passed);

  RunResult unbalanced = good_result();
  ++unbalanced.changes.scheduled;
  judge(unbalanced, holds);
  EXPECT_TRUE(unbalanced.thresholds[0].passed);
  EXPECT_FALSE(unbalanced.passed);
}

TEST(Judgement, FailsIfOneOfTheThresholdsFails) {
  RunResult result = good_result();
  judge(result, std::vector{threshold("changes.converged", Comparison::kEqual, 9),
                            threshold("changes.unsent", Comparison::kEqual, 0)});
  EXPECT_TRUE(result.thresholds[0].passed);
  EXPECT_FALSE(result.thresholds[1].passed);
  EXPECT_EQ(result.thresholds[1].observed, 1.0);
  EXPECT_FALSE(result.passed);
}

TEST(Judgement, PassesWithoutThresholds) {
  RunResult result = good_result();
  judge(result, {});
  EXPECT_TRUE(result.passed);
}

TEST(Judgement, ComparesAtTheLimitAndBesideIt) {
  struct Case {
    Comparison comparison;
    bool below, at, above;  // what holds of 8, 9 and 10 where 9 is the limit
  };
  for (const Case& each : {Case{Comparison::kLess, true, false, false},
                           Case{Comparison::kLessOrEqual, true, true, false},
                           Case{Comparison::kGreater, false, false, true},
                           Case{Comparison::kGreaterOrEqual, false, true, true},
                           Case{Comparison::kEqual, false, true, false}}) {
    const auto passes = [&](std::uint64_t observed) {
      RunResult result = good_result();
      result.connections.peak = observed;
      judge(result, std::vector{threshold("connections.peak", each.comparison, 9)});
      return result.passed;
    };
    EXPECT_EQ(passes(8), each.below);
    EXPECT_EQ(passes(9), each.at);
    EXPECT_EQ(passes(10), each.above);
  }
}

TEST(Judgement, ObservesLatenciesInMicrosecondsAndSharesWithoutUnit) {
  RunResult result = good_result();
  judge(result,
        std::vector{threshold("latency_us.convergence.p99", Comparison::kLess, 250e3),
                    share("final_check.in_sync", "final_check.lights", Comparison::kEqual, 1),
                    share("latency_us.convergence.max", "latency_us.convergence.min",
                          Comparison::kLess, 10)});
  EXPECT_TRUE(result.passed);
  EXPECT_EQ(result.thresholds[0].observed, 2000.0);
  EXPECT_TRUE(result.thresholds[0].in_microseconds);
  EXPECT_EQ(result.thresholds[0].expression, "latency_us.convergence.p99 against a limit");
  EXPECT_EQ(result.thresholds[1].observed, 1.0);
  EXPECT_FALSE(result.thresholds[2].in_microseconds);
}

TEST(Judgement, JudgedAgainForgetsTheVerdictBefore) {
  RunResult result = good_result();
  judge(result, std::vector{threshold("changes.unsent", Comparison::kEqual, 0)});
  judge(result, {});
  EXPECT_TRUE(result.thresholds.empty());
  EXPECT_TRUE(result.passed);
}

TEST(Judgement, JudgesAgainByTheExpressionsThatAResultHas) {
  RunResult result = good_result();
  result.thresholds.resize(2);
  result.thresholds[0].expression = "latency_us.convergence.p99 < 1ms";
  result.thresholds[0].passed = true;
  result.thresholds[1].expression = "changes.converged / changes.scheduled >= 90%";
  ASSERT_TRUE(judge_again(result));
  EXPECT_FALSE(result.passed);
  EXPECT_FALSE(result.thresholds[0].passed) << "what it was before does not count";
  EXPECT_EQ(result.thresholds[0].observed, 2000);
  EXPECT_TRUE(result.thresholds[0].in_microseconds);
  EXPECT_TRUE(result.thresholds[1].passed);

  result.thresholds[0].expression = "latency_us.convergence.p99 is low";
  EXPECT_TRUE(judge_again(result).has_error());
}

}  // namespace
}  // namespace shadowsim::results
