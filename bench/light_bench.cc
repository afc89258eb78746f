// The light's state machine: what one light costs a worker for a delta that it applies and reports.

#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "sim/light/light_machine.h"

namespace shadowsim::light {
namespace {

constexpr TimePoint kStart{std::chrono::hours{1}};

LightMachine online_light() {
  LightMachine machine{{.initial_state = shadow::Section::parse(R"({"color":"red"})").value(),
                        .apply_delay = {},
                        .answer_timeout = std::chrono::seconds{10},
                        .token_prefix = "light-1-",
                        .random = Random{1}}};
  std::vector<Action> actions;
  machine.step(Connected{}, kStart, actions);
  machine.step(SubscribeAnswered{true}, kStart, actions);
  machine.step(GetRejected{{.code = 404, .message = {}, .client_token = "light-1-1"}}, kStart,
               actions);
  machine.step(shadow::UpdateAccepted{.version = 1,
                                      .client_token = "light-1-2",
                                      .timestamp = {},
                                      .has_desired = false,
                                      .has_reported = true},
               kStart, actions);
  return machine;
}

// A delta taken, applied and reported, and the report accepted: two steps.
void light_delta_to_accepted(benchmark::State& state) {
  LightMachine machine = online_light();
  const shadow::Section colours[] = {shadow::Section::parse(R"({"color":"blue"})").value(),
                                     shadow::Section::parse(R"({"color":"green"})").value()};
  std::vector<Action> actions;
  TimePoint now = kStart;
  shadow::Version version = 1;
  std::uint64_t token = 2;
  for (auto _ : state) {
    actions.clear();
    now += std::chrono::milliseconds{1};
    machine.step(shadow::Delta{.version = ++version,
                               .client_token = "change-1",
                               .timestamp = {},
                               .state = colours[version % 2]},
                 now, actions);
    machine.step(shadow::UpdateAccepted{.version = ++version,
                                        .client_token = "light-1-" + std::to_string(++token),
                                        .timestamp = {},
                                        .has_desired = false,
                                        .has_reported = true},
                 now, actions);
    benchmark::DoNotOptimize(actions.data());
    version += 1;
    machine.step(shadow::UpdateAccepted{.version = version,
                                        .client_token = "change-2",
                                        .timestamp = {},
                                        .has_desired = true,
                                        .has_reported = false},
                 now, actions);
  }
}
BENCHMARK(light_delta_to_accepted);

}  // namespace
}  // namespace shadowsim::light
