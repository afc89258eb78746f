#include "sim/results/judgement.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "sim/measure/metric.h"
#include "sim/scenario/threshold.h"

namespace shadowsim::results {
namespace {

using measure::JudgedThreshold;
using measure::RunResult;
using scenario::Comparison;
using scenario::Threshold;

bool holds(double observed, Comparison comparison, double limit) {
  switch (comparison) {
    case Comparison::kLess:
      return observed < limit;
    case Comparison::kLessOrEqual:
      return observed <= limit;
    case Comparison::kGreater:
      return observed > limit;
    case Comparison::kGreaterOrEqual:
      return observed >= limit;
    case Comparison::kEqual:
      break;
  }
  return observed == limit;
}

// The metric's value, or in `remark` why it has none.
std::optional<double> observe(const RunResult& result, const std::string& metric,
                              std::string& remark) {
  const std::optional<double> value = measure::metric_value(result, metric);
  if (!value) {
    remark = fmt::format("there is no metric {}", metric);
    return std::nullopt;
  }
  if (!std::isfinite(*value)) {
    remark = fmt::format("nothing was measured for {}", metric);
    return std::nullopt;
  }
  return value;
}

JudgedThreshold judged(const RunResult& result, const Threshold& threshold) {
  JudgedThreshold verdict;
  verdict.expression = threshold.expression;
  verdict.in_microseconds = !threshold.over && measure::metric_is_in_microseconds(threshold.metric);
  verdict.observed = observe(result, threshold.metric, verdict.remark);
  if (!verdict.observed) return verdict;
  if (threshold.over) {
    const std::optional<double> under = observe(result, *threshold.over, verdict.remark);
    if (under == 0.0) verdict.remark = fmt::format("{} is zero", *threshold.over);
    if (!under || under == 0.0) {
      verdict.observed.reset();
      return verdict;
    }
    verdict.observed = *verdict.observed / *under;
  }
  verdict.passed = holds(*verdict.observed, threshold.comparison, threshold.limit);
  return verdict;
}

}  // namespace

void judge(RunResult& result, std::span<const Threshold> thresholds) {
  result.thresholds.clear();
  for (const Threshold& threshold : thresholds)
    result.thresholds.push_back(judged(result, threshold));
  result.passed = result.complete && result.changes.balances() &&
                  std::all_of(result.thresholds.begin(), result.thresholds.end(),
                              [](const JudgedThreshold& threshold) { return threshold.passed; });
}

Result<void> judge_again(RunResult& result) {
  std::vector<Threshold> thresholds;
  for (const JudgedThreshold& judged : result.thresholds) {
    auto threshold = scenario::parse_threshold(judged.expression);
    if (threshold.has_error()) return threshold.error();
    thresholds.push_back(*std::move(threshold));
  }
  judge(result, thresholds);
  return {};
}

}  // namespace shadowsim::results
