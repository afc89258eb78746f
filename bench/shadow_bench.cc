// What the service and a light's reading of it cost: time per operation, and memory per shadow.

#include <cstdint>
#include <string>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <malloc.h>

#include "sim/service/shadow_service.h"
#include "sim/shadow/answer.h"
#include "sim/shadow/json_reader.h"
#include "sim/shadow/section.h"

namespace shadowsim {
namespace {

constexpr WallTime kNow{std::chrono::seconds{1'700'000'000}};

// A section with this many properties, each a small object.
std::string make_section(std::int64_t properties) {
  std::string json = "{";
  for (std::int64_t index = 0; index < properties; ++index)
    json += fmt::format(R"({}"property-{:03}":{{"level":{},"unit":"percent"}})",
                        index == 0 ? "" : ",", index, index);
  return json + "}";
}

void merge_and_delta(benchmark::State& state) {
  const std::string json = make_section(state.range(0));
  const auto desired = shadow::Section::parse(json).value();
  const auto reported = desired;
  shadow::JsonReader reader;
  const auto* const patch = reader.read(R"({"property-000":{"level":77}})");
  for (auto _ : state) {
    auto changed = desired;
    changed.merge(*patch, shadow::to_timestamp(kNow));
    benchmark::DoNotOptimize(shadow::difference(changed, reported));
  }
}
BENCHMARK(merge_and_delta)->Arg(1)->Arg(10)->Arg(100);

void parse_delta(benchmark::State& state) {
  const std::string payload =
      R"({"state":{"color":"red"},"metadata":{"color":{"timestamp":1700000000}},"version":4711,)"
      R"("timestamp":1700000000,"clientToken":"5b0c6a2e-11d4-4c7e-9a55-0f3e7d21c8b4"})";
  for (auto _ : state)
    benchmark::DoNotOptimize(shadow::read_delta(payload));
}
BENCHMARK(parse_delta);

void parse_update_accepted(benchmark::State& state) {
  const std::string payload =
      R"({"state":{"reported":{"color":"red"}},"metadata":{"reported":{"color":)"
      R"({"timestamp":1700000000}}},"version":4711,"timestamp":1700000000,)"
      R"("clientToken":"5b0c6a2e-11d4-4c7e-9a55-0f3e7d21c8b4"})";
  for (auto _ : state)
    benchmark::DoNotOptimize(shadow::read_update_accepted(payload));
}
BENCHMARK(parse_update_accepted);

// One convergence of a light: desired (accepted, delta, documents), reported (accepted, documents).
void service_convergence(benchmark::State& state) {
  service::ShadowService service;
  service::Publications publications;
  const std::string topic = "$aws/things/light-0001/shadow/update";
  const std::string token = R"("clientToken":"5b0c6a2e-11d4-4c7e-9a55-0f3e7d21c8b4"})";
  std::int64_t updates = 0;
  std::string payload;
  for (auto _ : state) {
    for (const char* const section : {"desired", "reported"}) {
      payload.clear();
      fmt::format_to(std::back_inserter(payload), R"({{"state":{{"{}":{{"color":"{}"}}}},{})",
                     section, updates / 2 % 2 == 0 ? "red" : "blue", token);
      service.handle(topic, payload, kNow, publications);
      benchmark::DoNotOptimize(publications.size());
      ++updates;
    }
  }
  state.SetItemsProcessed(updates);
}
BENCHMARK(service_convergence);

void service_get(benchmark::State& state) {
  service::ShadowService service;
  service::Publications publications;
  service.handle("$aws/things/light-0001/shadow/update",
                 R"({"state":{"desired":{"color":"red"},"reported":{"color":"blue"}}})", kNow,
                 publications);
  for (auto _ : state)
    service.handle("$aws/things/light-0001/shadow/get", R"({"clientToken":"t"})", kNow,
                   publications);
}
BENCHMARK(service_get);

// A request as large as a document may be.
void service_large_update(benchmark::State& state) {
  service::ShadowService service;
  service::Publications publications;
  const std::string payload =
      fmt::format(R"({{"state":{{"reported":{}}}}})", make_section(state.range(0)));
  for (auto _ : state)
    service.handle("$aws/things/light-0001/shadow/update", payload, kNow, publications);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(payload.size()));
}
BENCHMARK(service_large_update)->Arg(10)->Arg(160);

void memory_of_a_shadow(benchmark::State& state) {
  constexpr std::int64_t kShadows = 20'000;
  double bytes = 0;
  for (auto _ : state) {
    const auto before = mallinfo2().uordblks;
    service::ShadowService service;
    service::Publications publications;
    for (std::int64_t light = 0; light < kShadows; ++light) {
      const std::string topic = fmt::format("$aws/things/light-{:06}/shadow/update", light);
      service.handle(topic, R"({"state":{"desired":{"color":"red"},"reported":{"color":"blue"}}})",
                     kNow, publications);
      service.handle(topic, R"({"state":{"reported":{"color":"red"}}})", kNow, publications);
    }
    bytes = static_cast<double>(mallinfo2().uordblks - before);
  }
  state.counters["bytes_per_shadow"] = bytes / static_cast<double>(kShadows);
}
BENCHMARK(memory_of_a_shadow)->Iterations(1);

}  // namespace
}  // namespace shadowsim
