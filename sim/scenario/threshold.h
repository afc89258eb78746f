#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sim/base/result.h"

namespace shadowsim::scenario {

enum class Comparison : std::uint8_t { kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kEqual };

// What must hold of the result: a metric, or a metric over another one, compared with a number.
struct Threshold {
  std::string expression;           // as written
  std::string metric;               // a path in summary.json: "latency_us.convergence.p99"
  std::optional<std::string> over;  // the metric to divide by, if any
  Comparison comparison = Comparison::kLess;
  double limit = 0;  // in the metric's own unit: a limit written "250ms" is 250000 for a latency
};

// What a metric counts in, as its name in summary.json tells.
enum class MetricUnit : std::uint8_t { kNone, kMicroseconds, kSeconds };

// A part of the name that ends in "_us" or "_s" says so: "latency_us.delta.p50", "elapsed_s"; but
// "latency_us.delta.count" is a count.
MetricUnit unit_of_metric(std::string_view metric);

// Reads "METRIC COMPARISON LIMIT" or "METRIC / METRIC COMPARISON LIMIT", where COMPARISON is one of
// < <= > >= ==, and LIMIT a number, a percentage ("99%" is 0.99), or, for a metric that counts
// time, a duration. Spaces are free.
// Errors: what is wrong and what is allowed.
Result<Threshold> parse_threshold(std::string_view expression);

// Whether `name` is one of `metrics`; one that ends in ".*" stands for any last part. With no
// metrics at all, every name is good.
bool is_metric(std::string_view name, std::span<const std::string> metrics);

// What is wrong with a metric's name: ", did you mean ...?" and which ones there are near it.
std::string unknown_metric(std::string_view name, std::span<const std::string> metrics);

}  // namespace shadowsim::scenario
