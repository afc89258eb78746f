#include <cmath>
#include <cstdint>
#include <vector>

#include <benchmark/benchmark.h>

#include "sim/base/random.h"
#include "sim/measure/flight_recorder.h"
#include "sim/measure/histogram.h"
#include "sim/measure/ledger.h"

namespace shadowsim::measure {
namespace {

// Latencies as a run has them: around a millisecond, with a tail.
std::vector<Duration> latencies() {
  Random random{1};
  std::vector<Duration> result;
  for (int i = 0; i < 4096; ++i)
    result.emplace_back(std::llround(std::exp(std::log(8e5) + 0.7 * random.normal())));
  return result;
}

void histogram_record(benchmark::State& state) {
  const std::vector<Duration> recorded = latencies();
  Histogram histogram;
  std::size_t i = 0;
  for (auto _ : state)
    histogram.record(recorded[i++ % recorded.size()]);
  benchmark::DoNotOptimize(histogram.count());
}
BENCHMARK(histogram_record);

// Of one worker's histogram into another one's.
void histogram_merge(benchmark::State& state) {
  Histogram from;
  for (const Duration latency : latencies())
    from.record(latency);
  Histogram to;
  for (auto _ : state)
    to.merge(from);
  benchmark::DoNotOptimize(to.count());
}
BENCHMARK(histogram_merge);

// p50 and p99 of an interval, for the live line.
void histogram_percentiles(benchmark::State& state) {
  Histogram histogram;
  for (const Duration latency : latencies())
    histogram.record(latency);
  for (auto _ : state) {
    benchmark::DoNotOptimize(histogram.percentile(0.5));
    benchmark::DoNotOptimize(histogram.percentile(0.99));
  }
}
BENCHMARK(histogram_percentiles);

// A change from its send to its convergence, on a fleet of so many lights.
void ledger_open_to_converged(benchmark::State& state) {
  const auto lights = static_cast<std::uint32_t>(state.range(0));
  Measurements measurements;
  Ledger ledger{measurements};
  const std::vector<Leaf> wanted[] = {{{"/color", R"("red")"}}, {{"/color", R"("blue")"}}};
  TimePoint now{std::chrono::hours{1}};
  std::uint32_t change = 0;
  std::uint64_t version = 0;
  for (auto _ : state) {
    const LightId light{change % lights};
    const std::vector<Leaf>& leaves = wanted[(change / lights) % 2];
    ledger.sent({{change}, light, now, now, leaves, true});
    now += std::chrono::microseconds{100};
    ledger.desired_accepted({change}, now);
    ledger.delta_arrived({change}, now);
    ledger.light_intends(light, leaves);
    ledger.report_sent(light, {change, now, leaves});
    now += std::chrono::microseconds{200};
    ledger.report_accepted(light, change, ++version, now);
    ++change;
  }
  if (measurements.changes.converged != change) state.SkipWithError("not all converged");
}
BENCHMARK(ledger_open_to_converged)->Arg(1)->Arg(100)->Arg(10'000);

Flight flight_of(Duration length) {
  return {.change = {1}, .light = {LightId{1}, ShadowId{}}, .converged = length};
}

// What the flight recorder costs a change that is not among the slowest: nearly all of them.
void flight_recorder_look(benchmark::State& state) {
  const std::vector<Duration> recorded = latencies();
  FlightRecorder recorder;
  for (std::size_t i = 0; i < kSlowestKept; ++i)
    recorder.converged(flight_of(std::chrono::hours{1}));
  std::size_t i = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(recorder.wants(recorded[i++ % recorded.size()]));
}
BENCHMARK(flight_recorder_look);

// And one that is slower than all before: the worst that can happen.
void flight_recorder_take(benchmark::State& state) {
  FlightRecorder recorder;
  Duration length{};
  for (auto _ : state)
    recorder.converged(flight_of(++length));
  benchmark::DoNotOptimize(recorder.wants(length));
}
BENCHMARK(flight_recorder_take);

}  // namespace
}  // namespace shadowsim::measure
