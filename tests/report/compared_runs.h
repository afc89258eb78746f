#pragma once

#include <cmath>
#include <cstdint>

#include "sim/base/random.h"
#include "sim/measure/run_result.h"

namespace shadowsim::report {

// A run of so many seconds, 100 changes each, whose convergences are around `median` times `factor`
// of each second, which wanders by `noise`.
inline measure::RunResult steady_run(int seconds, Duration median, double noise,
                                     std::uint64_t seed) {
  using namespace std::chrono_literals;
  constexpr int kChanges = 100;
  measure::RunResult result;
  result.scenario = {.name = "steady",
                     .file = "steady.yaml",
                     .seed = seed,
                     .lights = 100,
                     .duration = 1s * seconds};
  result.endpoint = {
      .uri = "mqtt://broker:1883", .embedded = false, .mqtt_version = "5", .tls = false};
  result.client = "paho";
  result.started_at = WallTime{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};
  result.elapsed = 1s * seconds;
  result.complete = true;
  result.passed = true;
  result.resources.cpu = 1ms * kChanges * seconds;
  Random random{seed};
  for (int second = 0; second < seconds; ++second) {
    const double factor = std::exp(noise * random.normal());
    measure::Histogram of_second;
    for (int i = 0; i < kChanges; ++i) {
      const Duration latency{std::llround(static_cast<double>(median.count()) * factor *
                                          std::exp(0.3 * random.normal()))};
      of_second.record(latency);
      result.latencies.convergence.record(latency);
      result.latencies.convergence_service.record(latency);
    }
    measure::Interval row;
    row.begin = 1s * second;
    row.length = 1s;
    row.connected = 104;
    row.changes = {.scheduled = kChanges, .converged = kChanges};
    row.published = 2 * kChanges;
    row.received = 3 * kChanges;
    row.convergence_p50 = of_second.percentile(0.5);
    row.convergence_p99 = of_second.percentile(0.99);
    row.convergence_max = of_second.max();
    result.intervals.push_back(row);
    result.changes.scheduled += kChanges;
    result.changes.converged += kChanges;
  }
  return result;
}

}  // namespace shadowsim::report
