#include "sim/report/verdict_cases.h"

#include <cmath>

#include "sim/report/quantity_text.h"

namespace shadowsim::report {

std::string observed_text(const measure::JudgedThreshold& threshold) {
  if (!threshold.observed) return threshold.remark;
  if (!threshold.in_microseconds) return number_text(*threshold.observed);
  return latency_text(Duration{std::llround(*threshold.observed * 1e3)});
}

std::string books_text(const measure::ChangeTally& changes) {
  return fmt::format("{} changes scheduled, {} outcomes", count_text(changes.scheduled),
                     count_text(changes.converged + changes.superseded + changes.rejected +
                                changes.unconverged + changes.unsent));
}

std::vector<VerdictCase> verdict_cases(const measure::RunResult& result) {
  std::vector<VerdictCase> cases{
      {.name = "the run is complete",
       .passed = result.complete,
       .observed = result.complete ? "" : "it was interrupted, or a part of it is missing"},
      {.name = "every change has one outcome",
       .passed = result.changes.balances(),
       .observed = books_text(result.changes)}};
  for (const measure::JudgedThreshold& threshold : result.thresholds)
    cases.push_back({.name = threshold.expression,
                     .passed = threshold.passed,
                     .observed = observed_text(threshold)});
  return cases;
}

}  // namespace shadowsim::report
