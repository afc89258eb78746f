#include "sim/terminal/cmd_worker.h"

#include <utility>

#include <fmt/format.h>

#include "sim/results/judgement.h"
#include "sim/results/result_files.h"
#include "sim/runtime/run.h"
#include "sim/runtime/worker_process.h"
#include "sim/scenario/scenario_reader.h"
#include "sim/terminal/endpoint_choice.h"
#include "sim/terminal/own_files.h"
#include "sim/terminal/shard_choice.h"
#include "sim/terminal/threshold_names.h"

namespace shadowsim::terminal {
namespace {

Result<runtime::WorkerDone> play(const WorkerCommand& command) {
  const auto names = threshold_names();
  const auto scenario = scenario::read_scenario(command.file, command.overrides, names);
  if (scenario.has_error()) return scenario.error();
  auto endpoint = choose_endpoint(command.endpoint, *scenario);
  if (endpoint.has_error()) return endpoint.error();
  const auto shard = choose_shard(command.shard, {}, scenario->fleet.lights);
  if (shard.has_error()) return shard.error();
  const runtime::ParentSocket parent{command.parent};
  auto outcome = runtime::run_scenario(
      {.scenario = *scenario,
       .shard = *shard,
       .version = command.version,
       .endpoint = *std::move(endpoint),
       .engine = command.client,
       .broker_plugin = broker_plugin(),
       .program = {},  // the floor is the parent's to measure, once for all
       .progress = [parent](const runtime::Progress& progress) { tell(parent, progress); },
       .parent = parent,
       .hears_everybody = command.hears_everybody});
  if (outcome.has_error()) return outcome.error();
  results::judge(outcome->result, scenario->thresholds);  // for the expressions
  results::ResultTexts texts = results::to_texts(outcome->result);
  return runtime::WorkerDone{.summary = std::move(texts.summary),
                             .histograms = std::move(texts.histograms),
                             .intervals = std::move(texts.intervals),
                             .slowest = std::move(texts.slowest),
                             .interrupted = outcome->interrupted,
                             .refusal = std::move(outcome->refusal)};
}

}  // namespace

ExitCode work(const WorkerCommand& command) {
  auto done = play(command);
  const runtime::ParentSocket parent{command.parent};
  if (done.has_error()) {
    tell(parent, runtime::WorkerFailed{done.error()});
    return exit_code_of(done.error().kind);
  }
  tell(parent, *std::move(done));
  return ExitCode::kPassed;
}

std::vector<std::string> worker_arguments(const RunCommand& run,
                                          const mqtt::EndpointOptions& endpoint,
                                          schedule::Shard shard, bool hears_everybody) {
  std::vector<std::string> arguments{runtime::kWorkerCommand};
  // In one word each, so that no value is taken for an option.
  const auto add = [&](std::string_view option, std::string_view value) {
    if (!value.empty()) arguments.push_back(fmt::format("{}={}", option, value));
  };
  add("--shard", to_text(shard));
  if (hears_everybody) arguments.emplace_back("--hear-everybody");
  add("--endpoint", endpoint.address);
  if (endpoint.port != 0) add("--port", std::to_string(endpoint.port));
  add("--cert", endpoint.tls.certificate);
  add("--key", endpoint.tls.private_key);
  add("--ca-file", endpoint.tls.ca_certificate);
  if (run.version)
    add("--mqtt-version", *run.version == mqtt::ProtocolVersion::kMqtt5 ? "5" : "3.1.1");
  add("--client", run.client->name);
  for (const std::string& set : run.overrides.sets)
    add("--set", set);
  add("--lights", run.overrides.lights.value_or(""));
  add("--seed", run.overrides.seed.value_or(""));
  add("--duration", run.overrides.duration.value_or(""));
  arguments.insert(arguments.end(), {"--", run.file});
  return arguments;
}

}  // namespace shadowsim::terminal
