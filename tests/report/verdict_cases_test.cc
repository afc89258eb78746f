#include "sim/report/verdict_cases.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/results/sample_result.h"

namespace shadowsim::report {
namespace {

using results::sample_result;

TEST(VerdictCases, AnInterruptedRunHasACaseThatSaysSo) {
  measure::RunResult result = sample_result();
  result.complete = false;
  const VerdictCase found = verdict_cases(result).front();
  EXPECT_EQ(found.name, "the run is complete");
  EXPECT_FALSE(found.passed);
  EXPECT_EQ(found.observed, "it was interrupted, or a part of it is missing");
}

TEST(VerdictCases, BooksThatDoNotBalanceAreACase) {
  measure::RunResult result = sample_result();
  ++result.changes.scheduled;
  const VerdictCase found = verdict_cases(result)[1];
  EXPECT_FALSE(found.passed);
  EXPECT_EQ(found.observed, "3,013 changes scheduled, 3,012 outcomes");
}

TEST(VerdictCases, EveryThresholdIsACaseWithWhatWasObserved) {
  measure::RunResult result = sample_result();
  result.thresholds.push_back({.expression = "latency_us.connect.p50 < 1s",
                               .observed = std::nullopt,
                               .in_microseconds = true,
                               .passed = false,
                               .remark = "nothing was measured"});
  const auto cases = verdict_cases(result);
  ASSERT_EQ(cases.size(), 5U);
  EXPECT_EQ(cases[2].name, "latency_us.convergence.p99 < 250ms");
  EXPECT_TRUE(cases[2].passed);
  EXPECT_EQ(cases[2].observed, "1.79 ms");
  EXPECT_EQ(cases[3].observed, "7");
  EXPECT_EQ(cases[4].observed, "nothing was measured");
}

}  // namespace
}  // namespace shadowsim::report
