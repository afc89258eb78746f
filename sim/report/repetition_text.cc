#include "sim/report/repetition_text.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "sim/measure/metric.h"
#include "sim/report/quantity_text.h"

namespace shadowsim::report {
namespace {

std::string figures_text(const measure::Repetition& repetition) {
  std::string text =
      fmt::format("  {:<34}{:>11}{:>11}{:>11}{:>9}\n", "", "median", "lowest", "highest", "spread");
  for (const measure::RepeatedFigure& figure : repetition.figures) {
    const double spread = figure.spread();
    text += fmt::format("  {:<34}{:>11}{:>11}{:>11}{:>9}\n", metric_text(figure.metric),
                        metric_value_text(figure.metric, figure.median()),
                        metric_value_text(figure.metric, figure.lowest()),
                        metric_value_text(figure.metric, figure.highest()),
                        std::isnan(spread) ? "-" : fmt::format("{:.1f} %", 100 * spread));
  }
  return text;
}

}  // namespace

std::string metric_value_text(const std::string& metric, double value) {
  if (std::isnan(value)) return "-";
  if (measure::metric_is_in_microseconds(metric))
    return latency_text(Duration{std::llround(value * 1e3)});
  return number_text(value);
}

std::string metric_text(std::string_view metric) {
  constexpr std::string_view kLatency = "latency_us.";
  if (metric.starts_with(kLatency)) metric.remove_prefix(kLatency.size());
  std::string name{metric};
  std::ranges::replace(name, '.', ' ');
  return name;
}

std::string to_repetition_text(const measure::Repetition& repetition, std::string_view directory) {
  const auto complete = std::ranges::count_if(repetition.runs, &measure::RepeatedRun::complete);
  const auto passed = std::ranges::count_if(repetition.runs, &measure::RepeatedRun::passed);
  std::string text = fmt::format("{}, seed {}: {} of {} runs complete\n\n", repetition.scenario,
                                 repetition.seed, complete, repetition.planned);
  text += figures_text(repetition);
  text += fmt::format("\n  {:<66}{:>10}\n", "thresholds", "held");
  for (const measure::RepeatedThreshold& threshold : repetition.thresholds)
    text += fmt::format("  {:<66}{:>10}\n", threshold.expression,
                        fmt::format("{} of {}", threshold.held, repetition.runs.size()));
  return text + fmt::format("\n{}: {} of {} runs passed\nresults: {}\n",
                            repetition.passed() ? "PASS" : "FAIL", passed, repetition.planned,
                            directory);
}

}  // namespace shadowsim::report
