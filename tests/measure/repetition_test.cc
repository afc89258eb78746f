#include "sim/measure/repetition.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/measure/metric.h"

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

RunResult run(Duration latency, bool passed = true) {
  RunResult result;
  result.scenario.name = "churn";
  result.scenario.seed = 7;
  result.complete = true;
  result.passed = passed;
  result.latencies.convergence.record(latency);
  result.thresholds = {
      {.expression = "changes.unconverged == 0", .observed = 0, .passed = true, .remark = ""},
      {.expression = "p99", .observed = 1, .passed = passed, .remark = ""}};
  return result;
}

const RepeatedFigure& figure(const Repetition& repetition, const std::string& metric) {
  for (const RepeatedFigure& figure : repetition.figures) {
    if (figure.metric == metric) return figure;
  }
  throw std::out_of_range{metric};
}

TEST(Repetition, OfNoRunHasNotPassed) {
  const Repetition repetition{
      .scenario = {}, .planned = 3, .runs = {}, .figures = {}, .thresholds = {}};
  EXPECT_FALSE(repetition.passed());
}

TEST(Repetition, AFigureOfNothingIsNoNumber) {
  const RepeatedFigure nothing{.metric = "x", .values = {}};
  EXPECT_TRUE(std::isnan(nothing.median()) && std::isnan(nothing.lowest()) &&
              std::isnan(nothing.highest()) && std::isnan(nothing.spread()));
  const RepeatedFigure zero{.metric = "x", .values = {0, 0}};
  EXPECT_EQ(zero.median(), 0);
  EXPECT_TRUE(std::isnan(zero.spread()));
}

TEST(Repetition, OneFailedRunFailsIt) {
  Repetition repetition{.scenario = {}, .planned = 2, .runs = {}, .figures = {}, .thresholds = {}};
  repetition.add("run-1", run(10ms));
  EXPECT_FALSE(repetition.passed()) << "not all were played";
  repetition.add("run-2", run(30ms, false));
  EXPECT_FALSE(repetition.passed());
  EXPECT_THAT(repetition.thresholds, ElementsAre(RepeatedThreshold{"changes.unconverged == 0", 2},
                                                 RepeatedThreshold{"p99", 1}));
}

TEST(Repetition, AnInterruptedRunIsNamedAndNotCounted) {
  Repetition repetition{.scenario = {}, .planned = 1, .runs = {}, .figures = {}, .thresholds = {}};
  RunResult interrupted = run(10ms, false);
  interrupted.complete = false;
  repetition.add("run-1", interrupted);
  EXPECT_THAT(repetition.runs, ElementsAre(RepeatedRun{"run-1", false, false}));
  EXPECT_THAT(figure(repetition, "latency_us.convergence.p50").values, IsEmpty());
}

TEST(Repetition, TellsMedianAndSpread) {
  Repetition repetition{.scenario = {}, .planned = 4, .runs = {}, .figures = {}, .thresholds = {}};
  for (const Duration latency : {10ms, 40ms, 20ms, 22ms})
    repetition.add("run", run(latency));
  EXPECT_TRUE(repetition.passed());
  EXPECT_EQ(repetition.scenario, "churn");
  EXPECT_EQ(repetition.seed, 7U);
  const RepeatedFigure& max = figure(repetition, "latency_us.convergence.max");
  EXPECT_THAT(max.values, ElementsAre(10'000, 40'000, 20'000, 22'000));
  EXPECT_EQ(max.median(), 21'000);
  EXPECT_EQ(max.lowest(), 10'000);
  EXPECT_EQ(max.highest(), 40'000);
  EXPECT_NEAR(max.spread(), 30.0 / 21, 1e-9);
}

TEST(Repetition, ItsFiguresAreMetrics) {
  Repetition repetition;
  repetition.add("run", run(1ms));
  const auto names = metric_names();
  for (const RepeatedFigure& each : repetition.figures)
    EXPECT_THAT(names, testing::Contains(each.metric));
}

}  // namespace
}  // namespace shadowsim::measure
