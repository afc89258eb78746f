#include "sim/scenario/threshold.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/base/units.h"
#include "sim/text/nearest_name.h"
#include "sim/text/scalar_text.h"

namespace shadowsim::scenario {
namespace {

constexpr std::string_view kSpaces = " \t";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

constexpr std::string_view kForm =
    "write METRIC < LIMIT or METRIC / METRIC >= LIMIT, with one of < <= > >= ==";

struct Sides {
  std::string_view left;
  Comparison comparison;
  std::string_view right;
};

Result<Sides> split(std::string_view expression) {
  static constexpr std::array<std::pair<std::string_view, Comparison>, 5> kComparisons{{
      {"<", Comparison::kLess},
      {"<=", Comparison::kLessOrEqual},
      {">", Comparison::kGreater},
      {">=", Comparison::kGreaterOrEqual},
      {"==", Comparison::kEqual},
  }};
  constexpr std::string_view kMarks = "<>=!";
  const std::size_t begin = expression.find_first_of(kMarks);
  if (begin == std::string_view::npos)
    return usage_error(fmt::format("'{}' compares nothing: {}", expression, kForm));
  const std::size_t end = std::min(expression.find_first_not_of(kMarks, begin), expression.size());
  const std::string_view written = expression.substr(begin, end - begin);
  for (const auto& [text, comparison] : kComparisons) {
    if (text == written)
      return Sides{trimmed(expression.substr(0, begin)), comparison,
                   trimmed(expression.substr(end))};
  }
  return usage_error(fmt::format("'{}' is not a comparison, allowed: < <= > >= ==", written));
}

bool is_well_formed(std::string_view metric) {
  const auto fits = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '.' || letter == '_';
  };
  return !metric.empty() && std::all_of(metric.begin(), metric.end(), fits);
}

// The limit in the metric's own unit.
Result<double> parse_limit(std::string_view text, MetricUnit unit, std::string_view metric) {
  if (const auto number = parse_number(text)) return *number;
  if (text.ends_with('%')) {
    if (const auto number = parse_number(trimmed(text.substr(0, text.size() - 1))))
      return *number / 100;
  }
  const auto duration = parse_duration(text);
  if (!duration) {
    return usage_error(
        fmt::format("'{}' is not a limit: write a number, a percentage like 99%, or "
                    "for a latency a duration like 250ms",
                    text));
  }
  const auto nanoseconds = static_cast<double>(duration->count());
  if (unit == MetricUnit::kMicroseconds) return nanoseconds / 1e3;
  if (unit == MetricUnit::kSeconds) return nanoseconds / 1e9;
  return usage_error(
      fmt::format("'{}' is a duration, but {} does not count time: write a number", text, metric));
}

}  // namespace

MetricUnit unit_of_metric(std::string_view metric) {
  MetricUnit unit = MetricUnit::kNone;
  while (!metric.empty()) {
    const std::string_view part = metric.substr(0, metric.find('.'));
    if (part == "count") return MetricUnit::kNone;
    if (part.ends_with("_us") || part.find("_us_") != std::string_view::npos)
      unit = MetricUnit::kMicroseconds;
    if (part.ends_with("_s")) unit = MetricUnit::kSeconds;
    metric.remove_prefix(std::min(part.size() + 1, metric.size()));
  }
  return unit;
}

Result<Threshold> parse_threshold(std::string_view expression) {
  const auto sides = split(expression);
  if (!sides) return sides.error();
  Threshold threshold;
  threshold.expression = trimmed(expression);
  threshold.comparison = sides->comparison;
  const std::size_t slash = sides->left.find('/');
  threshold.metric = trimmed(sides->left.substr(0, slash));
  if (slash != std::string_view::npos) threshold.over = trimmed(sides->left.substr(slash + 1));
  for (const auto& metric : {threshold.metric, threshold.over.value_or(threshold.metric)}) {
    if (!is_well_formed(metric))
      return usage_error(fmt::format("'{}' is not a metric: {}", metric, kForm));
  }
  const auto unit = threshold.over ? MetricUnit::kNone : unit_of_metric(threshold.metric);
  const auto limit = parse_limit(sides->right, unit, threshold.over ? "a ratio" : threshold.metric);
  if (!limit) return limit.error();
  threshold.limit = *limit;
  return threshold;
}

bool is_metric(std::string_view name, std::span<const std::string> metrics) {
  const auto matches = [&](std::string_view metric) {
    if (!metric.ends_with(".*")) return metric == name;
    metric.remove_suffix(1);
    return name.starts_with(metric) && name.size() > metric.size() &&
           name.find('.', metric.size()) == std::string_view::npos;
  };
  return metrics.empty() || std::any_of(metrics.begin(), metrics.end(), matches);
}

std::string unknown_metric(std::string_view name, std::span<const std::string> metrics) {
  const std::vector<std::string_view> names{metrics.begin(), metrics.end()};
  std::string suggested = suggestion(name, names);
  if (!suggested.empty()) return fmt::format("there is no metric '{}'{}", name, suggested);
  // Those of the same group, or else the groups.
  const auto group_of = [](std::string_view metric) { return metric.substr(0, metric.find('.')); };
  std::vector<std::string_view> near;
  for (const auto metric : names) {
    if (group_of(metric) == group_of(name)) near.push_back(metric);
  }
  if (near.empty()) {
    for (const auto metric : names) {
      if (near.empty() || near.back() != group_of(metric)) near.push_back(group_of(metric));
    }
    return fmt::format("there is no metric '{}', they begin with: {}", name, fmt::join(near, ", "));
  }
  return fmt::format("there is no metric '{}', allowed: {}", name, fmt::join(near, ", "));
}

}  // namespace shadowsim::scenario
