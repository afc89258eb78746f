#include "sim/report/comparison.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string_view>

#include "sim/measure/metric.h"

namespace shadowsim::report {
namespace {

using measure::Histogram;
using measure::Interval;
using measure::RunResult;

constexpr std::uint64_t kSeed = 1;
constexpr double kBeyondChance = 1.96;

// --- what was run ---------------------------------------------------------------------------------

std::string place_of(const RunResult::Endpoint& endpoint) {
  return endpoint.embedded ? "embedded" : endpoint.uri;
}

std::vector<std::string> settings_that_differ(const RunResult& a, const RunResult& b) {
  using Text = std::function<std::string(const RunResult&)>;
  static const std::vector<std::pair<std::string_view, Text>> kSettings{
      {"seed", [](const RunResult& of) { return std::to_string(of.scenario.seed); }},
      {"lights", [](const RunResult& of) { return std::to_string(of.scenario.lights); }},
      {"duration", [](const RunResult& of) { return to_text(of.scenario.duration); }},
      {"client", [](const RunResult& of) { return of.client; }},
      {"workers", [](const RunResult& of) { return std::to_string(of.workers); }},
      {"shard",
       [](const RunResult& of) { return fmt::format("{}/{}", of.shard.index, of.shard.count); }},
      {"endpoint", [](const RunResult& of) { return place_of(of.endpoint); }},
      {"MQTT", [](const RunResult& of) { return of.endpoint.mqtt_version; }},
      {"TLS", [](const RunResult& of) { return of.endpoint.tls ? "yes" : "no"; }},
      {"complete", [](const RunResult& of) { return of.complete ? "yes" : "no"; }},
  };
  std::vector<std::string> differing;
  for (const auto& [name, text] : kSettings) {
    if (text(a) != text(b)) differing.push_back(fmt::format("{}: {}, {}", name, text(a), text(b)));
  }
  return differing;
}

// --- latencies ------------------------------------------------------------------------------------

struct Percentile {
  std::string_view name;
  double share;
  Duration Interval::*by_second;  // null where the files do not have it
};
constexpr std::array<Percentile, 5> kPercentiles{{{"p50", 0.5, &Interval::convergence_p50},
                                                  {"p90", 0.9, nullptr},
                                                  {"p99", 0.99, &Interval::convergence_p99},
                                                  {"p99.9", 0.999, nullptr},
                                                  {"max", 1, nullptr}}};

std::vector<Second> seconds_of(const RunResult& result, Duration Interval::*figure) {
  std::vector<Second> seconds;
  for (const Interval& row : result.intervals) {
    if (row.changes.converged == 0) continue;
    seconds.push_back(
        {static_cast<double>((row.*figure).count()), static_cast<double>(row.changes.converged)});
  }
  return seconds;
}

ComparedLatency compared(std::string_view name, const Percentile& percentile, const Histogram& a,
                         const Histogram& b) {
  ComparedLatency latency{.name = fmt::format("{} {}", name, percentile.name),
                          .a = a.percentile(percentile.share),
                          .b = b.percentile(percentile.share)};
  if (a.count() != 0 && b.count() != 0 && latency.a > Duration::zero())
    latency.change =
        static_cast<double>(latency.b.count()) / static_cast<double>(latency.a.count()) - 1;
  return latency;
}

std::vector<ComparedLatency> convergences(const RunResult& a, const RunResult& b,
                                          double tolerance) {
  std::vector<ComparedLatency> latencies;
  for (const Percentile& percentile : kPercentiles) {
    ComparedLatency latency =
        compared("convergence", percentile, a.latencies.convergence, b.latencies.convergence);
    if (percentile.by_second != nullptr && latency.change) {
      latency.judged = true;
      latency.noise = difference_range(seconds_of(a, percentile.by_second),
                                       seconds_of(b, percentile.by_second), Random{kSeed});
      latency.regressed = *latency.change > tolerance && (!latency.noise || latency.noise->low > 0);
    }
    latencies.push_back(std::move(latency));
  }
  return latencies;
}

void add_others(std::vector<ComparedLatency>& latencies, const RunResult& a, const RunResult& b) {
  const auto add = [&](std::string_view name, const Histogram& of_a, const Histogram& of_b) {
    for (const Percentile& percentile : kPercentiles) {
      if (percentile.name == "p50" || percentile.name == "p99")
        latencies.push_back(compared(name, percentile, of_a, of_b));
    }
  };
  add("convergence_service", a.latencies.convergence_service, b.latencies.convergence_service);
  add("delta", a.latencies.delta, b.latencies.delta);
  add("round_trip", a.latencies.round_trip, b.latencies.round_trip);
  add("connect", a.latencies.connect, b.latencies.connect);
  add("scheduling lag", a.instrument.scheduling_lag, b.instrument.scheduling_lag);
  add("floor of round_trip", a.instrument.floor_round_trip, b.instrument.floor_round_trip);
}

// --- losses ---------------------------------------------------------------------------------------

std::uint64_t losses_of(const measure::ChangeTally& changes) {
  return changes.rejected + changes.unconverged + changes.unsent;
}

ComparedLosses compared_losses(const measure::ChangeTally& a, const measure::ChangeTally& b,
                               double tolerance) {
  const auto scheduled_a = static_cast<double>(a.scheduled);
  const auto scheduled_b = static_cast<double>(b.scheduled);
  ComparedLosses losses{.a = losses_of(a), .b = losses_of(b)};
  losses.share_a = static_cast<double>(losses.a) / scheduled_a;
  losses.share_b = static_cast<double>(losses.b) / scheduled_b;
  const double together = static_cast<double>(losses.a + losses.b) / (scheduled_a + scheduled_b);
  const double deviation =
      std::sqrt(together * (1 - together) * (1 / scheduled_a + 1 / scheduled_b));
  const double difference = losses.share_b - losses.share_a;
  // Where all of b and a part of a is lost the deviation is not zero; where it is, both are alike.
  losses.regressed =
      losses.share_b > losses.share_a * (1 + tolerance) && difference > kBeyondChance * deviation;
  return losses;
}

std::optional<double> cpu_of(const RunResult& result) {
  const auto cost = measure::metric_value(result, "resources.cpu_us_per_change");
  return cost && std::isfinite(*cost) ? cost : std::nullopt;
}

}  // namespace

bool Comparison::has_regressed() const {
  return losses.regressed || std::ranges::any_of(latencies, &ComparedLatency::regressed);
}

Result<Comparison> compare(const RunResult& a, const RunResult& b, double tolerance) {
  SHADOWSIM_CHECK(tolerance >= 0, "tolerance={}", tolerance);
  if (a.scenario.name != b.scenario.name)
    return usage_error(
        fmt::format("these are two scenarios, which have nothing in common to "
                    "compare: {} and {}",
                    a.scenario.name, b.scenario.name));
  if (a.latencies.convergence.count() == 0 || a.changes.scheduled == 0)
    return usage_error(
        "nothing has converged in the first result: there is nothing to compare with");
  if (b.changes.scheduled == 0)
    return usage_error("no change was scheduled in the second result: there is nothing to compare");
  Comparison comparison{.settings = settings_that_differ(a, b),
                        .latencies = convergences(a, b, tolerance),
                        .losses = compared_losses(a.changes, b.changes, tolerance),
                        .cpu_a = cpu_of(a),
                        .cpu_b = cpu_of(b)};
  add_others(comparison.latencies, a, b);
  return comparison;
}

}  // namespace shadowsim::report
