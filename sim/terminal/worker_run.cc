#include "sim/terminal/worker_run.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/endpoint/descriptor_limit.h"
#include "sim/measure/merging.h"
#include "sim/results/result_files.h"
#include "sim/runtime/endpoint_in_use.h"
#include "sim/runtime/environment.h"
#include "sim/runtime/gateway_side.h"
#include "sim/runtime/process_usage.h"
#include "sim/runtime/workers.h"
#include "sim/terminal/cmd_worker.h"

namespace shadowsim::terminal {
namespace {

// Every worker reads it anew, which a pipe does not allow.
Result<void> check_file(const std::string& file) {
  std::error_code failure;
  if (std::filesystem::is_regular_file(file, failure)) return {};
  return usage_error(
      fmt::format("{}: workers read the scenario, too, so it has to be a file", file));
}

// The command line names the user's endpoint as the user did; the embedded one by its address.
mqtt::EndpointOptions endpoint_of_workers(const RunCommand& command,
                                          const runtime::EndpointInUse& endpoint) {
  if (endpoint.broker() == nullptr) return command.endpoint;
  mqtt::EndpointOptions options;
  options.address = mqtt::to_uri(endpoint.address());
  options.tls = endpoint.address().tls;
  return options;
}

// The gateway is in this process, and so are its ends of all workers' sessions.
Result<void> enough_for_gateway(const runtime::RunSettings& settings,
                                const runtime::GatewayThread* gateway) {
  if (gateway == nullptr) return {};
  constexpr std::uint64_t kOtherDescriptors = 1024;
  const std::uint64_t sessions = settings.scenario.fleet.lights + settings.scenario.apps.sessions;
  return endpoint::ensure_descriptors(sessions * runtime::GatewayThread::kDescriptorsOfSession +
                                      kOtherDescriptors);
}

void complain(const runtime::WorkerOutcome& worker, std::size_t place, std::uint32_t lights) {
  fmt::print(stderr, "shadowsim: worker {} is lost, with {}: {}\n", place,
             lights_text(worker.shard, lights), worker.failure.message);
}

// What the workers that got so far have measured.
Result<std::vector<measure::Part>> parts_of(const runtime::WorkersOutcome& outcome,
                                            std::uint32_t lights) {
  std::vector<measure::Part> parts;
  for (std::size_t place = 0; place < outcome.workers.size(); ++place) {
    const auto& worker = outcome.workers[place];
    if (!worker.done) continue;
    auto result = results::parse_texts({.summary = worker.done->summary,
                                        .histograms = worker.done->histograms,
                                        .intervals = worker.done->intervals,
                                        .slowest = worker.done->slowest});
    if (result.has_error()) return system_error(result.error().message);
    parts.push_back({.name = fmt::format("worker {}", place), .result = *std::move(result)});
  }
  if (parts.empty()) return outcome.workers.front().failure;
  for (std::size_t place = 0; place < outcome.workers.size(); ++place) {
    if (!outcome.workers[place].done) complain(outcome.workers[place], place, lights);
  }
  return parts;
}

// Why the run has come to nothing: where none of the workers that got to an end has begun its timeline. Those that
// did not, while others did, are named with their lights.
std::optional<Error> refusal_of(const runtime::WorkersOutcome& outcome, std::uint32_t lights) {
  const auto has_begun = [](const runtime::WorkerOutcome& worker) {
    return worker.done && !worker.done->refusal;
  };
  const auto is_refused = [](const runtime::WorkerOutcome& worker) {
    return worker.done && worker.done->refusal;
  };
  const auto first = std::ranges::find_if(outcome.workers, is_refused);
  if (first == outcome.workers.end()) return std::nullopt;
  if (std::ranges::none_of(outcome.workers, has_begun)) return first->done->refusal;
  for (std::size_t place = 0; place < outcome.workers.size(); ++place) {
    const auto& worker = outcome.workers[place];
    if (!is_refused(worker)) continue;
    fmt::print(stderr, "shadowsim: worker {} did not begin, with {}: {}\n", place,
               lights_text(worker.shard, lights), worker.done->refusal->message);
  }
  return std::nullopt;
}

}  // namespace

Result<runtime::RunOutcome> run_with_workers(const RunCommand& command,
                                             const runtime::RunSettings& settings,
                                             std::uint32_t workers) {
  if (const auto readable = check_file(command.file); readable.has_error()) return readable.error();
  const auto endpoint =
      runtime::EndpointInUse::open(settings.endpoint, settings.broker_plugin, settings.own_tls,
                                   settings.rules, runtime::link_fault_seed(settings.scenario));
  if (endpoint.has_error()) return endpoint.error();
  if (const auto enough = enough_for_gateway(settings, endpoint->gateway()); enough.has_error())
    return enough.error();
  measure::Histogram floor = floor_of(settings);
  const runtime::ProcessUsage before = runtime::process_usage();
  const auto options = endpoint_of_workers(command, *endpoint);
  const auto outcome = runtime::run_workers(
      {.whole = settings.shard,
       .count = workers,
       .start_at = settings.start_at,
       .program = settings.program,
       .arguments =
           [&](schedule::Shard shard) {
             return worker_arguments(command, options, shard, endpoint->gateway() != nullptr);
           },
       .broker = endpoint->broker(),
       .gateway = endpoint->gateway(),
       .scenario = &settings.scenario,
       .progress = settings.progress});
  if (outcome.has_error()) return outcome.error();
  const auto parts = parts_of(*outcome, settings.scenario.fleet.lights);
  if (parts.has_error()) return parts.error();
  auto merged =
      measure::merge(*parts, {.index = settings.shard.index, .count = settings.shard.count});
  if (merged.has_error()) return system_error(merged.error().message);
  const runtime::ProcessUsage after = runtime::process_usage();
  runtime::RunOutcome whole{.result = std::move(merged->result),
                            .interrupted = outcome->interrupted,
                            .refusal = refusal_of(*outcome, settings.scenario.fleet.lights)};
  measure::RunResult& result = whole.result;
  result.scenario.text = settings.scenario.text;
  result.environment = runtime::environment_of(*settings.engine, endpoint->broker() != nullptr);
  result.workers = workers;
  result.endpoint.embedded = endpoint->broker() != nullptr;
  result.instrument.floor_round_trip = std::move(floor);
  result.resources.endpoint_busiest_thread = outcome->endpoint_busiest_thread;
  result.resources.cpu += after.cpu - before.cpu;
  result.resources.peak_rss_kib += after.peak_rss_kib;
  measure::add(result.resources.memory, outcome->memory);
  result.resources.endpoint_memory = outcome->endpoint_memory;
  if (endpoint->gateway() != nullptr) {
    if (const auto added = add_gateway_side(result, *endpoint->gateway()); added.has_error())
      return added.error();
    if (whole.refusal)
      whole.refusal = runtime::with_refusals(*whole.refusal, *result.refusals.endpoint);
  }
  return whole;
}

}  // namespace shadowsim::terminal
