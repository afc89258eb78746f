#include "sim/report/repetition_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::report {
namespace {

using testing::HasSubstr;

TEST(RepetitionText, SaysWhatIsMissing) {
  const measure::Repetition repetition{
      .scenario = "churn",
      .seed = 7,
      .planned = 3,
      .runs = {{.directory = "run-1", .complete = false, .passed = false}},
      .figures = {{.metric = "latency_us.delta.p50", .values = {}}},
      .thresholds = {{.expression = "changes.unsent == 0", .held = 0}}};
  const std::string text = to_repetition_text(repetition, "out");
  EXPECT_THAT(text, HasSubstr("churn, seed 7: 0 of 3 runs complete\n"));
  EXPECT_THAT(
      text,
      HasSubstr(
          "  delta p50                                   -          -          -        -\n"));
  EXPECT_THAT(text, HasSubstr("FAIL: 0 of 3 runs passed\n"));
}

TEST(RepetitionText, IsATable) {
  const measure::Repetition repetition{
      .scenario = "churn",
      .seed = 7,
      .planned = 3,
      .runs = {{"run-1", true, true}, {"run-2", true, true}, {"run-3", true, true}},
      .figures = {{.metric = "latency_us.convergence.p99", .values = {30'000, 31'000, 36'200}},
                  {.metric = "changes.converged", .values = {2950, 2948, 2949}}},
      .thresholds = {{.expression = "changes.unsent == 0", .held = 3}}};
  EXPECT_EQ(to_repetition_text(repetition, "results/churn"),
            "churn, seed 7: 3 of 3 runs complete\n"
            "\n"
            "                                         median     lowest    highest   spread\n"
            "  convergence p99                       31.0 ms    30.0 ms    36.2 ms   20.0 %\n"
            "  changes converged                        2949       2948       2950    0.1 %\n"
            "\n"
            "  thresholds                                                              held\n"
            "  changes.unsent == 0                                                   3 of 3\n"
            "\n"
            "PASS: 3 of 3 runs passed\n"
            "results: results/churn\n");
}

}  // namespace
}  // namespace shadowsim::report
