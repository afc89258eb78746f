#include "sim/measure/repetition.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "sim/measure/metric.h"

namespace shadowsim::measure {
namespace {

constexpr std::array<std::string_view, 19> kMainFigures{
    "latency_us.convergence.p50",
    "latency_us.convergence.p90",
    "latency_us.convergence.p99",
    "latency_us.convergence.p99_9",
    "latency_us.convergence.max",
    "latency_us.convergence_service.p99",
    "latency_us.delta.p50",
    "latency_us.delta.p99",
    "latency_us.round_trip.p50",
    "latency_us.round_trip.p99",
    "latency_us.connect.p99",
    "changes.converged",
    "changes.superseded",
    "changes.rejected",
    "changes.unconverged",
    "messages.deltas_per_change",
    "instrument.scheduling_lag_us.p99",
    "resources.cpu_us_per_change",
    "resources.peak_rss_kib",
};

}  // namespace

double RepeatedFigure::median() const {
  if (values.empty()) return std::nan("");
  std::vector<double> sorted = values;
  std::ranges::sort(sorted);
  const std::size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

double RepeatedFigure::lowest() const {
  return values.empty() ? std::nan("") : std::ranges::min(values);
}

double RepeatedFigure::highest() const {
  return values.empty() ? std::nan("") : std::ranges::max(values);
}

double RepeatedFigure::spread() const {
  const double middle = median();
  return middle > 0 ? (highest() - lowest()) / middle : std::nan("");
}

void Repetition::add(std::string directory, const RunResult& result) {
  if (runs.empty()) {
    scenario = result.scenario.name;
    seed = result.scenario.seed;
    for (const std::string_view metric : kMainFigures)
      figures.push_back({.metric = std::string{metric}, .values = {}});
    for (const JudgedThreshold& threshold : result.thresholds)
      thresholds.push_back({.expression = threshold.expression});
  }
  runs.push_back(
      {.directory = std::move(directory), .complete = result.complete, .passed = result.passed});
  for (std::size_t i = 0; i < std::min(thresholds.size(), result.thresholds.size()); ++i)
    thresholds[i].held += result.thresholds[i].passed ? 1 : 0;
  if (!result.complete) return;
  for (RepeatedFigure& figure : figures) {
    const auto value = metric_value(result, figure.metric);
    if (value && std::isfinite(*value)) figure.values.push_back(*value);
  }
}

bool Repetition::passed() const {
  return runs.size() == planned && std::ranges::all_of(runs, &RepeatedRun::passed);
}

}  // namespace shadowsim::measure
