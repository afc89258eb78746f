#include "sim/terminal/cmd_run.h"

#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "sim/endpoint/descriptor_limit.h"
#include "sim/probe/catalogue.h"
#include "sim/results/judgement.h"
#include "sim/results/result_directory.h"
#include "sim/runtime/run.h"
#include "sim/scenario/limits_scenario.h"
#include "sim/scenario/scenario_reader.h"
#include "sim/terminal/background_choice.h"
#include "sim/terminal/complaint.h"
#include "sim/terminal/endpoint_choice.h"
#include "sim/terminal/limits_run.h"
#include "sim/terminal/live_metrics.h"
#include "sim/terminal/own_files.h"
#include "sim/terminal/progress_view.h"
#include "sim/terminal/quota_guard.h"
#include "sim/terminal/rate_finding.h"
#include "sim/terminal/repeating.h"
#include "sim/terminal/result_output.h"
#include "sim/terminal/service_rules.h"
#include "sim/terminal/session_certificates.h"
#include "sim/terminal/shard_choice.h"
#include "sim/terminal/threshold_names.h"
#include "sim/terminal/version.h"
#include "sim/terminal/worker_choice.h"
#include "sim/terminal/worker_run.h"
#include "sim/text/text_file.h"
#include "sim/time/system_clock.h"

namespace shadowsim::terminal {
namespace {

// How long the metrics of a finished run are kept for whoever has watched it: Prometheus fetches every
// 15 s, unless told otherwise.
constexpr std::chrono::milliseconds kLastFetch{15'500};

// "{shard}" in the name is the index, so that one command line does for every shard.
Result<results::ResultDirectory> directory_of(const RunCommand& command,
                                              const scenario::Scenario& scenario,
                                              schedule::Shard shard) {
  constexpr std::string_view kPlace = "{shard}";
  std::string name = command.out;
  if (const std::size_t place = name.find(kPlace); place != std::string::npos) {
    name.replace(place, kPlace.size(), std::to_string(shard.index));
  } else if (name.empty()) {
    name = results::default_directory(scenario.name, SystemClock{}.wall_now()).string();
    if (shard.count > 1) name += fmt::format("-shard-{}-of-{}", shard.index, shard.count);
  }
  return results::ResultDirectory::prepare(name);
}

using Rules = std::optional<admission::Rules>;

// What the embedded endpoint is to enforce; none where there is none, or it has nothing to.
Result<Rules> rules_of(const RunCommand& command, const scenario::Scenario& scenario) {
  if (!command.endpoint.address.empty()) return Rules{};
  if (scenario.endpoint.empty() && scenario.endpoint_steps().empty()) return Rules{};
  auto rules = read_rules(scenario.endpoint);
  if (rules.has_error()) return rules.error();
  return Rules{*std::move(rules)};
}

// What the options other than the scenario's ask for. Everything that is wrong with them is told
// before anything begins.
Result<runtime::RunSettings> settings_of(const RunCommand& command,
                                         const scenario::Scenario& scenario, const Rules& rules) {
  auto endpoint = choose_endpoint(command.endpoint, scenario);
  if (endpoint.has_error()) return endpoint.error();
  if (*endpoint && !scenario.endpoint_steps().empty())
    return usage_error(fmt::format(
        "the scenario has a {} step, which only the embedded endpoint can carry out: leave out "
        "--endpoint, or the step",
        scenario.has_link_faults() ? "link_fault" : "disconnect"));
  const auto shard =
      choose_shard(command.division.shard, environment_variable, scenario.fleet.lights);
  if (shard.has_error()) return shard.error();
  if (const auto there = check_certificates(scenario, *shard, *endpoint); there.has_error())
    return there.error();
  const auto start_at = choose_start(command.division.start_at, SystemClock{}.wall_now());
  if (start_at.has_error()) return start_at.error();
  // What is wrong with options for a named endpoint only is told later.
  const auto quotas = *endpoint ? choose_quotas(command.quotas, (*endpoint)->host)
                                : choose_quotas({}, {}, rules ? rules->quotas : std::nullopt);
  if (quotas.has_error()) return quotas.error();
  runtime::RunSettings settings{.scenario = scenario,
                                .shard = *shard,
                                .start_at = *start_at,
                                .version = command.version,
                                .endpoint = *std::move(endpoint),
                                .engine = command.client,
                                .own_tls = own_tls(scenario),
                                .rules = rules,
                                .broker_plugin = broker_plugin(),
                                .program = own_program(),
                                .progress = {}};
  if (const auto set = set_background(settings, quotas->profile); set.has_error())
    return set.error();
  return settings;
}

Result<std::uint32_t> workers_of(const RunCommand& command, const runtime::RunSettings& settings) {
  const std::uint32_t lights = settings.shard.lights_of(settings.scenario.fleet.lights);
  const std::uint64_t apps = apps_of(settings.scenario.apps, settings.shard).size();
  return choose_workers(command.division.workers, lights, lights + apps,
                        sessions_per_worker(*settings.engine, endpoint::descriptors_max()));
}

// All that is needed to play, checked before anything begins.
struct Setting {
  std::unique_ptr<const scenario::Scenario> scenario;  // which the settings borrow
  runtime::RunSettings settings;
  std::uint32_t workers;
};

Result<Setting> prepare(const RunCommand& command, const scenario::Scenario& scenario,
                        const Rules& rules) {
  auto owned = std::make_unique<const scenario::Scenario>(scenario);
  auto settings = settings_of(command, *owned, rules);
  if (settings.has_error()) return settings.error();
  const auto workers = workers_of(command, *settings);
  if (workers.has_error()) return workers.error();
  if (scenario.search && command.repeat > 1)
    return usage_error("'rate: find' plays the scenario several times already, without --repeat");
  if ((scenario.search || command.repeat > 1) && (settings->shard.count > 1 || settings->start_at))
    return usage_error(fmt::format(
        "{} plays the scenario several times, which --shard and --start-at do not allow",
        scenario.search ? "'rate: find'" : "--repeat"));
  return Setting{std::move(owned), *std::move(settings), *workers};
}

// Before anything is sent to an endpoint that is not ours: what the plan asks of the account behind
// it, on stderr, and whether it may.
Result<void> mind_quotas(const RunCommand& command, const Setting& setting) {
  const auto& endpoint = setting.settings.endpoint;
  if (!endpoint) return refuse_for_embedded(command.quotas);
  const auto review =
      review_quotas(*setting.scenario, setting.settings.shard.count * setting.workers,
                    endpoint->host, command.quotas);
  if (review.has_error()) return review.error();
  if (!command.output.quiet) fmt::print(stderr, "{}", review->table);
  if (!review->refusal.empty()) return usage_error(review->refusal);
  return {};
}

// Whom a run is told of while it goes on.
using Metrics = std::optional<metrics::MetricsServer>;

Result<runtime::RunOutcome> play(const RunCommand& command, Setting setting, Metrics& metrics) {
  std::optional<ProgressView> view;
  if (!command.output.quiet) view.emplace();
  if (view || metrics) {
    setting.settings.progress = [&](const runtime::Progress& now) {
      if (view) view->show(now);
      if (metrics) metrics->post(snapshot_of(now));
    };
  }
  auto outcome = setting.workers == 1
                     ? runtime::run_scenario(setting.settings)
                     : run_with_workers(command, setting.settings, setting.workers);
  if (outcome.has_error()) return outcome;
  results::judge(outcome->result, setting.scenario->thresholds);
  auto& software = outcome->result.environment.software;
  software.insert(software.begin(), {"shadowsim", kVersion});
  if (metrics) metrics->post(snapshot_of(outcome->result));
  return outcome;
}

Result<scenario::Scenario> read(const RunCommand& command, std::string_view text) {
  return scenario::read_scenario_text(text, command.file, command.overrides, threshold_names());
}

Result<runtime::RunOutcome> read_and_play(const RunCommand& command, std::string_view text,
                                          const Rules& rules, Metrics& metrics) {
  const auto scenario = read(command, text);
  if (scenario.has_error()) return scenario.error();
  auto setting = prepare(command, *scenario, rules);
  if (setting.has_error()) return setting.error();
  auto outcome = play(command, *std::move(setting), metrics);
  if (outcome && outcome->refusal) return *outcome->refusal;
  return outcome;
}

ExitCode play_once(const RunCommand& command, std::string_view text, Setting setting,
                   const results::ResultDirectory& directory, Metrics& metrics) {
  const scenario::Scenario scenario = *setting.scenario;
  const Rules rules = setting.settings.rules;
  const Play again = [&](const RunCommand& at) { return read_and_play(at, text, rules, metrics); };
  const auto outcome = scenario.search ? find_rate(command, *scenario.search, again)
                                       : play(command, std::move(setting), metrics);
  if (outcome.has_error()) return fail(outcome.error());
  const ExitCode code = put_out(outcome->result, directory, command.output);
  if (outcome->refusal && code != ExitCode::kInternal) return fail(*outcome->refusal);
  return outcome->interrupted && code != ExitCode::kInternal ? ExitCode::kInterrupted : code;
}

}  // namespace

ExitCode run(const RunCommand& command) {
  const auto text = read_text_file(command.file);  // once: it may be a pipe
  if (text.has_error()) return fail_reading(text.error());
  const auto limits =
      scenario::read_limits_text(*text, command.file, command.overrides, probe::probed_quotas());
  if (limits.has_error()) return fail_reading(limits.error());
  if (*limits) return run_limits(command, **limits);
  const auto scenario = read(command, *text);
  if (scenario.has_error()) return fail_reading(scenario.error());
  const auto rules = rules_of(command, *scenario);
  if (rules.has_error()) return fail_reading(rules.error());
  auto setting = prepare(command, *scenario, *rules);
  if (setting.has_error()) return fail(setting.error());
  if (setting->settings.endpoint && !scenario->endpoint.empty())
    fmt::print(stderr,
               "shadowsim: the scenario's policy and quotas are for the embedded endpoint; {} is "
               "taken as it is\n",
               command.endpoint.address);
  const auto allowed = mind_quotas(command, *setting);
  if (allowed.has_error()) return fail(allowed.error());
  const auto directory = directory_of(command, *scenario, setting->settings.shard);
  if (directory.has_error()) return fail(directory.error());

  auto metrics = serve_metrics(command.metrics);
  if (metrics.has_error()) return fail(metrics.error());

  const Play again = [&](const RunCommand& at) {
    return read_and_play(at, *text, *rules, *metrics);
  };
  const ExitCode code = command.repeat > 1
                            ? repeat_run(command, command.repeat, *directory, again)
                            : play_once(command, *text, *std::move(setting), *directory, *metrics);
  if (*metrics && code != ExitCode::kInterrupted) (*metrics)->wait_for_last_fetch(kLastFetch);
  return code;
}

}  // namespace shadowsim::terminal
