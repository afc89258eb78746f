#include "sim/terminal/cmd_worker.h"

#include <utility>

#include <fmt/format.h>

#include "sim/results/judgement.h"
#include "sim/results/result_files.h"
#include "sim/runtime/run.h"
#include "sim/runtime/worker_process.h"
#include "sim/scenario/scenario_reader.h"
#include "sim/terminal/background_choice.h"
#include "sim/terminal/endpoint_choice.h"
#include "sim/terminal/own_files.h"
#include "sim/terminal/quota_choice.h"
#include "sim/terminal/service_rules.h"
#include "sim/terminal/shard_choice.h"
#include "sim/terminal/threshold_names.h"

namespace shadowsim::terminal {
namespace {

// As the parent's: those of its own endpoint, which the scenario has, or of the user's.
Result<quota::QuotaProfile> quotas_of(const WorkerCommand& command,
                                      const scenario::Scenario& scenario,
                                      const std::optional<mqtt::Endpoint>& endpoint) {
  std::optional<quota::QuotaProfile> own;
  if (command.hears_everybody) {
    auto rules = read_rules(scenario.endpoint);
    if (rules.has_error()) return rules.error();
    own = std::move(rules->quotas);
  }
  auto chosen = choose_quotas({.file = command.quotas, .share = {}},
                              endpoint ? std::string_view{endpoint->host} : "", own);
  if (chosen.has_error()) return chosen.error();
  return std::move(chosen->profile);
}

Result<runtime::WorkerDone> play(const WorkerCommand& command) {
  const auto names = threshold_names();
  const auto scenario = scenario::read_scenario(command.file, command.overrides, names);
  if (scenario.has_error()) return scenario.error();
  auto endpoint = choose_endpoint(command.endpoint, *scenario);
  if (endpoint.has_error()) return endpoint.error();
  const auto shard = choose_shard(command.shard, {}, scenario->fleet.lights);
  if (shard.has_error()) return shard.error();
  const runtime::ParentSocket parent{command.parent};
  const auto quotas = quotas_of(command, *scenario, *endpoint);
  if (quotas.has_error()) return quotas.error();
  runtime::RunSettings settings{
      .scenario = *scenario,
      .shard = *shard,
      .version = command.version,
      .endpoint = *std::move(endpoint),
      .engine = command.client,
      .broker_plugin = broker_plugin(),
      .program = {},  // the floor is the parent's to measure, once for all
      .progress = [parent](const runtime::Progress& progress) { tell(parent, progress); },
      .parent = parent,
      .hears_everybody = command.hears_everybody};
  if (const auto set = set_background(settings, *quotas); set.has_error()) return set.error();
  auto outcome = runtime::run_scenario(settings);
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
  add("--quotas", run.quotas.file);
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
