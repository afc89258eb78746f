// Real sessions, a real broker: latencies through Paho and the embedded endpoint with 1, 10 and 100
// lights. Each benchmark is one run of a scenario; the counters are its percentiles in
// microseconds.

#include <string>

#include <benchmark/benchmark.h>

#include "sim/runtime/run.h"
#include "sim/scenario/scenario_reader.h"

namespace shadowsim::runtime {
namespace {

// Five seconds of churn of that section.
scenario::Scenario churn_of(const char* section, std::int64_t lights, std::int64_t rate) {
  return scenario::read_scenario_text(fmt::format(R"(
shadowsim: 1
name: bench
fleet: {{lights: {}, connect_rate: 500/s}}
timeline:
  - warm_up:
      for: 1s
      {}: &load {{rate: {}/s, values: {{color: {{one_of: [red, green, blue, white]}}}}}}
  - churn:
      for: 5s
      {}: *load
)",
                                                  lights, section, rate, section),
                                      "bench.yaml", {}, {})
      .value();
}

void count(benchmark::State& state, const char* name, const measure::Histogram& latency) {
  const auto microseconds = [&](double share) {
    return std::chrono::duration<double, std::micro>(latency.percentile(share)).count();
  };
  state.counters[std::string{name} + "_p50_us"] = microseconds(0.5);
  state.counters[std::string{name} + "_p99_us"] = microseconds(0.99);
}

measure::RunResult run(benchmark::State& state, const scenario::Scenario& scenario) {
  auto outcome = run_scenario({.scenario = scenario,
                               .endpoint = {},
                               .broker_plugin = SHADOWSIM_PLUGIN,
                               .program = {},
                               .progress = {}});
  if (outcome.has_error()) {
    state.SkipWithError(outcome.error().message.c_str());
    return {};
  }
  return std::move(outcome->result);
}

// A light reports, the service accepts.
void shadow_round_trip(benchmark::State& state) {
  const auto scenario = churn_of("reported", state.range(0), state.range(1));
  for (auto _ : state)
    count(state, "round_trip", run(state, scenario).latencies.round_trip);
}
BENCHMARK(shadow_round_trip)
    ->Args({1, 100})
    ->Args({10, 200})
    ->Args({100, 200})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

// An app sets desired; the light takes the delta and reports; the service accepts.
void convergence(benchmark::State& state) {
  const auto scenario = churn_of("desired", state.range(0), state.range(1));
  for (auto _ : state) {
    const auto result = run(state, scenario);
    count(state, "convergence", result.latencies.convergence);
    count(state, "convergence_service", result.latencies.convergence_service);
  }
}
BENCHMARK(convergence)
    ->Args({1, 100})
    ->Args({10, 200})
    ->Args({100, 200})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace shadowsim::runtime
