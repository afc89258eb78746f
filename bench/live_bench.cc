#include <cmath>
#include <optional>
#include <vector>

#include <benchmark/benchmark.h>

#include "sim/base/random.h"
#include "sim/measure/live_figures.h"
#include "sim/metrics/exposition.h"
#include "sim/report/live_view.h"

// What is done once a second for whoever watches a run. 1 % of a core is 10 ms of each second.
namespace shadowsim {
namespace {

measure::Measurements busy_measurements() {
  Random random{1};
  measure::Measurements measurements;
  measurements.messages.rejected = {{409, 11}, {429, 1}};
  for (int i = 0; i < 100'000; ++i) {
    const Duration latency{std::llround(std::exp(std::log(8e5) + 0.7 * random.normal()))};
    measurements.latencies.convergence.record(latency);
    measurements.latencies.round_trip.record(latency / 2);
  }
  return measurements;
}

// The counts of a run as a value, on the run's own thread.
void live_figures(benchmark::State& state) {
  const measure::Measurements measurements = busy_measurements();
  for (auto _ : state)
    benchmark::DoNotOptimize(measure::live_figures(measurements));
}
BENCHMARK(live_figures);

// The text of the terminal's live view, likewise.
void live_view(benchmark::State& state) {
  const std::vector<std::optional<Duration>> p99s(report::kCurveSeconds,
                                                  std::chrono::milliseconds{31});
  const report::Progress progress{.phase = "running",
                                  .elapsed = std::chrono::seconds{12},
                                  .total = std::chrono::seconds{30},
                                  .connected = 204,
                                  .target = 204,
                                  .changes_per_s = 101,
                                  .p50 = std::chrono::milliseconds{12},
                                  .p99 = std::chrono::milliseconds{31},
                                  .in_flight = 3};
  for (auto _ : state)
    benchmark::DoNotOptimize(report::to_live_view(progress, p99s, {.width = 119, .colour = true}));
}
BENCHMARK(live_view);

// The metrics of one fetch, on the HTTP server's thread.
void exposition(benchmark::State& state) {
  const metrics::Snapshot snapshot{.figures = measure::live_figures(busy_measurements())};
  for (auto _ : state)
    benchmark::DoNotOptimize(metrics::exposition(snapshot));
}
BENCHMARK(exposition);

}  // namespace
}  // namespace shadowsim
