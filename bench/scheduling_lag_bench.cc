// How late changes are sent when nothing but the harness is in the way: a fleet in real time on
// Asio, whose endpoint is a broker in the same thread that answers until all are connected, and then
// takes what comes without a word. The counters are percentiles of the scheduling lag in
// microseconds.

#include <chrono>
#include <optional>

#include <benchmark/benchmark.h>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include "sim/fleet/conductor.h"
#include "sim/fleet/crew.h"
#include "sim/runtime/asio_mailbox.h"
#include "sim/runtime/asio_scheduler.h"
#include "sim/scenario/scenario_reader.h"
#include "sim/time/system_clock.h"
#include "sim/world/virtual_broker.h"

namespace shadowsim {
namespace {

scenario::Scenario churn_at(std::int64_t rate) {
  return scenario::read_scenario_text(fmt::format(R"(
shadowsim: 1
name: bench
fleet: {{lights: 1000, connect_rate: 10000/s, answer_timeout: 1s}}
drain: 0s
timeline:
  - churn: {{for: 5s, desired: {{rate: {}/s, values: {{color: {{one_of: [red, green, blue]}}}}}}}}
)",
                                                  rate),
                                      "bench.yaml", {}, {})
      .value();
}

// Silences the broker as soon as the timeline has begun.
void silence_later(Scheduler& scheduler, const fleet::Conductor& conductor,
                   world::VirtualBroker& broker) {
  if (conductor.phase() == fleet::Phase::kTimeline) return broker.silence_service(true);
  scheduler.at(scheduler.now() + std::chrono::milliseconds{1},
               [&] { silence_later(scheduler, conductor, broker); });
}

measure::Histogram lag_of(const scenario::Scenario& scenario) {
  const SystemClock clock;
  boost::asio::io_context context{1};
  runtime::AsioScheduler scheduler{context, clock};
  runtime::AsioMailbox mailbox{context};
  world::VirtualBroker broker{scheduler, {}, Random{scenario.seed}};
  fleet::Crew crew{scenario, {}, fleet::protocol_of(scenario.fleet), scheduler, broker, mailbox};
  mailbox.set_handler([&](const mqtt::Delivery& delivery) { crew.handle(delivery); });
  fleet::Conductor conductor{scenario, {}, crew, scheduler};
  silence_later(scheduler, conductor, broker);
  conductor.start([&](const fleet::RunEnd&) { context.stop(); });
  context.run();
  return crew.measurements().scheduling_lag;
}

void scheduling_lag(benchmark::State& state) {
  const auto scenario = churn_at(state.range(0));
  for (auto _ : state) {
    const measure::Histogram lag = lag_of(scenario);
    const auto microseconds = [&](double share) {
      return std::chrono::duration<double, std::micro>(lag.percentile(share)).count();
    };
    state.counters["changes"] = static_cast<double>(lag.count());
    state.counters["p50"] = microseconds(0.5);
    state.counters["p99"] = microseconds(0.99);
    state.counters["p99.9"] = microseconds(0.999);
  }
}
BENCHMARK(scheduling_lag)->Arg(1'000)->Arg(10'000)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace shadowsim
