#include <string>

#include <benchmark/benchmark.h>

#include "sim/scenario/scenario_reader.h"
#include "sim/schedule/plan.h"

// What one planned change costs, so that a schedule of 10,000 a second takes little of a core.
namespace shadowsim::schedule {
namespace {

scenario::Scenario churn(std::int64_t lights, const std::string& stream) {
  return scenario::read_scenario_text(
             "shadowsim: 1\nfleet: {lights: " + std::to_string(lights) +
                 "}\ntimeline:\n  - churn: {for: 24h, desired: {rate: 10000/s, " + stream + "}}\n",
             "bench", {}, {})
      .value();
}

void draw(benchmark::State& state, const std::string& stream, Shard shard) {
  const auto scenario = churn(state.range(0), stream);
  Plan plan{scenario, shard};
  for (auto _ : state)
    benchmark::DoNotOptimize(plan.next());
  state.SetItemsProcessed(state.iterations());
}

constexpr const char* kColours = "values: {color: {one_of: [red, orange, yellow, green, blue]}}";

void uniform_choice(benchmark::State& state) {
  draw(state, kColours, {});
}
BENCHMARK(uniform_choice)->Arg(100)->Arg(10'000)->Arg(1'000'000);

void skewed_choice(benchmark::State& state) {
  draw(state, std::string{"lights: {zipf: 1.1}, "} + kColours, {});
}
BENCHMARK(skewed_choice)->Arg(10'000);

void two_properties(benchmark::State& state) {
  draw(state, "values: {on: toggle, level: {range: [1, 100]}}", {});
}
BENCHMARK(two_properties)->Arg(10'000);

// One change in eight is this shard's: the time is that of eight.
void one_shard_of_eight(benchmark::State& state) {
  draw(state, kColours, {3, 8});
}
BENCHMARK(one_shard_of_eight)->Arg(10'000);

void ramp_of_a_hundred_steps(benchmark::State& state) {
  const auto scenario =
      scenario::read_scenario_text(
          "shadowsim: 1\nfleet: {lights: 10000}\ntimeline:\n  - churn: {for: 24h, desired: {rate: "
          "{from: 5000/s, to: 15000/s, steps: 100}, " +
              std::string{kColours} + "}}\n",
          "bench", {}, {})
          .value();
  Plan plan{scenario, {}};
  for (auto _ : state)
    benchmark::DoNotOptimize(plan.next());
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(ramp_of_a_hundred_steps);

void reading_a_scenario(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(churn(10'000, kColours));
}
BENCHMARK(reading_a_scenario);

}  // namespace
}  // namespace shadowsim::schedule
