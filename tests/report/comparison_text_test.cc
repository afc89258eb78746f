#include "sim/report/comparison_text.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/report/compared_runs.h"

namespace shadowsim::report {
namespace {

using namespace std::chrono_literals;
using measure::RunResult;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::StartsWith;

std::string text_of(const RunResult& a, const RunResult& b) {
  const auto comparison = compare(a, b, 0.1);
  return to_comparison_text(*comparison, {"results/a", a}, {"results/b", b}, 0.1);
}

TEST(ComparisonText, BeginsWithWhatGotWorse) {
  RunResult b = steady_run(30, 14ms, 0.05, 2);
  b.changes.converged -= 100;
  b.changes.unsent += 100;
  EXPECT_THAT(text_of(steady_run(30, 10ms, 0.05, 1), b),
              ContainsRegex("^WORSE steady: a regression beyond 10 %\n"
                            "      convergence p50 [+][0-9.]+ %\n"
                            "      convergence p99 [+][0-9.]+ %\n"
                            "      more changes are lost\n"));
}

TEST(ComparisonText, SaysThatAllIsWell) {
  const RunResult run = steady_run(30, 10ms, 0.05, 1);
  const std::string text = text_of(run, run);
  EXPECT_THAT(text, StartsWith("OK    steady: no regression beyond 10 %\n"));
  EXPECT_THAT(text,
              ContainsRegex("[*] convergence p50 +10[.0-9]* ms +10[.0-9]* ms +[+]0[.]0 %  -"));
}

TEST(ComparisonText, FitsATerminal) {
  RunResult b = steady_run(30, 14ms, 0.05, 2);
  b.client = "mosquitto";
  b.changes.converged -= 100;
  b.changes.unsent += 100;
  std::istringstream lines{text_of(steady_run(30, 10ms, 0.05, 1), b)};
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U) << line;
    EXPECT_FALSE(line.ends_with(' ')) << line;
  }
}

TEST(ComparisonText, SaysWhereARunIsTooShort) {
  EXPECT_THAT(text_of(steady_run(5, 10ms, 0.05, 1), steady_run(5, 10ms, 0.05, 1)),
              HasSubstr("too short to tell"));
}

}  // namespace
}  // namespace shadowsim::report
