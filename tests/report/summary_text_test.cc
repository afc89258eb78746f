#include "sim/report/summary_text.h"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/results/sample_result.h"

namespace shadowsim::report {
namespace {

using measure::RunResult;
using results::sample_result;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

RunResult passed_result() {
  RunResult result;
  result.scenario.name = "quiet";
  result.complete = true;
  result.passed = true;
  return result;
}

std::size_t longest_line(const std::string& text) {
  std::istringstream lines{text};
  std::size_t longest = 0;
  for (std::string line; std::getline(lines, line);)
    longest = std::max(longest, line.size());
  return longest;
}

TEST(SummaryText, SaysWhyARunFailed) {
  RunResult unbalanced = passed_result();
  unbalanced.passed = false;
  unbalanced.changes = {.scheduled = 3000, .converged = 2998, .unsent = 1};
  EXPECT_THAT(to_summary_text(unbalanced, "", false),
              StartsWith("FAIL  quiet: the books do not balance: 3,000 changes scheduled, 2,999 "
                         "outcomes\n"));

  RunResult interrupted = passed_result();
  interrupted.passed = false;
  interrupted.complete = false;
  EXPECT_THAT(to_summary_text(interrupted, "", false),
              StartsWith("FAIL  quiet: the run is not complete\n"));

  EXPECT_THAT(to_summary_text(sample_result(), "", false),
              StartsWith("FAIL  colour-churn: 1 of 2 thresholds failed\n"));
}

TEST(SummaryText, SaysWhatARunPassed) {
  RunResult result = passed_result();
  EXPECT_THAT(to_summary_text(result, "", false),
              StartsWith("PASS  quiet: no thresholds were set"));
  result.thresholds = {{.expression = "changes.unsent == 0",
                        .observed = 0,
                        .in_microseconds = false,
                        .passed = true,
                        .remark = ""}};
  EXPECT_THAT(to_summary_text(result, "", false),
              StartsWith("PASS  quiet: all thresholds held (1)"));
}

TEST(SummaryText, SaysWhyTheTwoConvergencesDiffer) {
  using namespace std::chrono_literals;
  RunResult result = passed_result();
  result.latencies.convergence.record(190ms);
  result.latencies.convergence_service.record(185ms);
  EXPECT_THAT(to_summary_text(result, "", false), Not(HasSubstr("planned moment")))
      << "not worth a word";
  result.latencies.convergence.record(190ms);
  result.latencies.convergence_service.record(20ms);
  const std::string text = to_summary_text(result, "", false);
  EXPECT_THAT(text, HasSubstr("differ by the 87.5 ms on average"));
  EXPECT_LE(longest_line(text), 80U);
}

TEST(SummaryText, ShowsADashForALatencyOfNothing) {
  const std::string text = to_summary_text(passed_result(), "", false);
  EXPECT_THAT(text, HasSubstr("  convergence                     0        -        -"));
  EXPECT_THAT(text, HasSubstr("final check  not made"));
  EXPECT_THAT(text, HasSubstr("0 deltas\n"));
  EXPECT_THAT(text, Not(HasSubstr("nan")));
  EXPECT_THAT(text, Not(HasSubstr("results  ")));
}

TEST(SummaryText, ShowsTheRemarkOfWhatCouldNotBeObserved) {
  RunResult result = passed_result();
  result.thresholds = {{.expression = "latency_us.delta.p99 < 1s",
                        .observed = {},
                        .in_microseconds = true,
                        .passed = false,
                        .remark = "nothing was measured for latency_us.delta.p99"}};
  EXPECT_THAT(to_summary_text(result, "", false),
              HasSubstr("\n          nothing was measured for latency_us.delta.p99\n"));
}

TEST(SummaryText, IsColouredOnlyWhenAsked) {
  EXPECT_THAT(to_summary_text(sample_result(), "", false), Not(HasSubstr("\x1b")));
  const std::string text = to_summary_text(sample_result(), "", true);
  EXPECT_THAT(text, StartsWith("\x1b[1;31mFAIL\x1b[0m  colour-churn"));
  EXPECT_THAT(text, HasSubstr("\x1b[1;32mPASS\x1b[0m  latency_us"));
}

TEST(SummaryText, SaysWhichRateWasFoundAndWhatWasFullAboveIt) {
  RunResult result = passed_result();
  EXPECT_THAT(to_summary_text(result, "", false), Not(HasSubstr("rate found")));
  result.search.emplace();
  result.search->tries = {{Rate{200}, true, ""},
                          {Rate{400}, false, "the endpoint (busiest thread 98 %)"}};
  EXPECT_THAT(to_summary_text(result, "", false),
              HasSubstr("rate found   200/s held, 2 tries\n"
                        "             400/s did not hold; saturated: the endpoint (busiest thread "
                        "98 %)\n"));
  result.search->tries.erase(result.search->tries.begin());
  EXPECT_THAT(to_summary_text(result, "", false), HasSubstr("rate found   none held, 1 try\n"));
}

TEST(SummaryText, FitsEightyColumns) {
  EXPECT_LE(longest_line(to_summary_text(sample_result(), "results/x", false)), 80U);
  RunResult large = sample_result();
  large.connections = {1'000'000, 1'000'000, 1'000'000, 1'000'000, 1'000'000, 1'000'000};
  large.changes = {600'000'000, 100'000'000, 100'000'000, 100'000'000, 100'000'000, 200'000'000};
  large.messages.rejected = {{400, 123'456}, {409, 123'456}, {413, 123'456}, {429, 123'456}};
  large.search.emplace();
  large.search->tries = {{Rate{100'000}, false,
                          "neither the endpoint (busiest thread 22 %) nor the harness (busiest "
                          "thread 36 %)"}};
  large.latencies.delta.record(std::chrono::hours{24});
  EXPECT_LE(longest_line(to_summary_text(large, "results/x", false)), 80U);
}

// After a meant change: write what the failure shows into the file.
TEST(SummaryText, IsAsInTheGoldenFile) {
  std::ifstream file{SHADOWSIM_SOURCE_DIR "/tests/golden/summary_text.txt"};
  const std::string golden{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_EQ(to_summary_text(sample_result(), "results/colour-churn-20261123T041200Z", false),
            golden);
}

}  // namespace
}  // namespace shadowsim::report
