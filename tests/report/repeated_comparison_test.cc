#include "sim/report/repeated_comparison.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::report {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using Values = std::vector<double>;

measure::Repetition repetition(Values p99s, Values unconverged = {}) {
  const auto runs = static_cast<std::uint32_t>(p99s.size());
  return {.scenario = "churn",
          .seed = 7,
          .planned = runs,
          .runs = {},
          .figures = {{.metric = "latency_us.convergence.p99", .values = std::move(p99s)},
                      {.metric = "changes.unconverged", .values = std::move(unconverged)},
                      {.metric = "resources.peak_rss_kib", .values = Values(runs, runs * 100)}},
          .thresholds = {}};
}

bool regressed(const measure::Repetition& a, const measure::Repetition& b, double tolerance = 0.1) {
  const auto comparison = compare(a, b, tolerance);
  EXPECT_TRUE(comparison);
  return comparison && comparison->has_regressed();
}

TEST(RepeatedComparison, RefusesWhatCannotBeCompared) {
  auto other = repetition({1, 2, 3});
  other.scenario = "ramp";
  EXPECT_TRUE(compare(repetition({1, 2, 3}), other, 0.1).has_error());
  EXPECT_TRUE(compare(repetition({1, 2, 3}), repetition({}), 0.1).has_error());
}

TEST(RepeatedComparison, WorseIsWhatIsBeyondToleranceAndChance) {
  EXPECT_TRUE(regressed(repetition({10, 11, 12}), repetition({14, 15, 16})));
  EXPECT_FALSE(regressed(repetition({10, 11, 12}), repetition({14, 15, 16}), 0.5)) << "tolerated";
  EXPECT_FALSE(regressed(repetition({10, 11, 20}), repetition({9, 15, 16}))) << "may be chance";
  EXPECT_FALSE(regressed(repetition({14, 15, 16}), repetition({10, 11, 12}))) << "better";
}

TEST(RepeatedComparison, FewRunsAreJudgedByTheToleranceAlone) {
  EXPECT_TRUE(regressed(repetition({10, 20}), repetition({15, 20})));
  const auto comparison = compare(repetition({10, 20}), repetition({15, 20}), 0.1);
  EXPECT_THAT(to_repeated_comparison_text(*comparison, "a", "b", 0.1), HasSubstr("too few runs"));
}

TEST(RepeatedComparison, ChangesThatNoLongerConvergeAreWorse) {
  EXPECT_TRUE(regressed(repetition({10, 10, 10}, {0, 0, 0}), repetition({10, 10, 10}, {3, 4, 5})));
}

TEST(RepeatedComparison, MemoryIsShownAndNotJudged) {
  auto more = repetition({10, 10, 10});
  more.figures[2].values = {9000, 9000, 9000};
  EXPECT_FALSE(regressed(repetition({10, 10, 10}), more));
}

TEST(RepeatedComparison, SaysWhatIsWorse) {
  const auto comparison =
      compare(repetition({10'000, 11'000, 12'000}), repetition({14'000, 15'000, 16'000}), 0.1);
  ASSERT_TRUE(comparison);
  EXPECT_THAT(
      to_repeated_comparison_text(*comparison, "dir-a", "dir-b", 0.1),
      AllOf(HasSubstr("WORSE: a regression beyond 10 %\n"), HasSubstr("A     dir-a\n"),
            HasSubstr(
                "* convergence p99                       11.0 ms    15.0 ms   +36.4 %  5.0 %\n"),
            HasSubstr("  resources peak_rss_kib                    300        300    +0.0 %\n")));
}

}  // namespace
}  // namespace shadowsim::report
