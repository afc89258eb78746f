// A whole fleet in virtual time: crew, network and service in one process, without a socket. What
// is left of a run when the kernel and the client library are taken away.

#include <string>

#include <benchmark/benchmark.h>

#include "sim/scenario/scenario_reader.h"
#include "sim/world/world.h"

namespace shadowsim::world {
namespace {

scenario::Scenario fleet_of(std::int64_t lights) {
  return scenario::read_scenario_text(fmt::format(R"(
shadowsim: 1
name: bench
fleet: {{lights: {}, connect_rate: 10000/s}}
apps: {{sessions: 4}}
timeline:
  - churn:
      for: 10s
      desired: {{rate: 1000/s, values: {{color: {{one_of: [red, green, blue, white]}}}}}}
)",
                                                  lights),
                                      "bench.yaml", {}, {})
      .value();
}

// Ten seconds of 1,000 changes each; `changes_per_s` of real time is what counts.
void world_run(benchmark::State& state) {
  const auto scenario = fleet_of(state.range(0));
  std::uint64_t changes = 0;
  for (auto _ : state) {
    World world{scenario, {}};
    if (!world.run().complete) state.SkipWithError("the run is not complete");
    changes += world.crew().measurements().changes.scheduled;
  }
  state.counters["changes_per_s"] =
      benchmark::Counter(static_cast<double>(changes), benchmark::Counter::kIsRate);
}
BENCHMARK(world_run)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace shadowsim::world
