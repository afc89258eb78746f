#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/measure/run_result.h"

namespace shadowsim::measure {

enum class MetricUnit : std::uint8_t {
  kCount,         // a whole number
  kCountsByCode,  // whole numbers by rejection code; the metric itself is their sum
  kMicroseconds,
  kSeconds,
  kRatio,
};

// One number of a result: its name, which is its path in summary.json, and where it stands.
struct Metric {
  std::string path;  // "latency_us.convergence.p99"
  MetricUnit unit;

  // Not a number where there is nothing to tell it from: a percentile of no records, a ratio over
  // zero. summary.json says null then, and a threshold on it fails.
  std::function<double(const RunResult&)> value;

  // Where a stored count goes when a result is read back; none for what is derived.
  std::function<std::uint64_t&(RunResult&)> field;
};

// Every number of a result, once, in the order of summary.json. The names for thresholds, their
// values and the summary's numbers all come from this list: a new metric is one more line of it.
// Paths of one group stand together.
const std::vector<Metric>& metrics();

// What a threshold may name: the paths of metrics(), "messages.rejected.<code>" for the codes that the
// service and MQTT 5 know, and "refusals.seen." with the paths of RefusalsSeen. What the endpoint refused
// has names of the endpoint's, too, see metric_value().
std::vector<std::string> metric_names();

// The metric's value, which may be not a number (see Metric::value); none where no metric has that
// name. Takes any code in "messages.rejected.<code>", and in "refusals." any path of refusal_value().
std::optional<double> metric_value(const RunResult& result, std::string_view path);

// Whether the metric is a time in microseconds, so that a threshold's limit may be written "250ms".
// False for an unknown name.
bool metric_is_in_microseconds(std::string_view path);

}  // namespace shadowsim::measure
