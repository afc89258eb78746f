#include "sim/terminal/limits_run.h"

#include <cstdio>
#include <iterator>
#include <optional>
#include <string_view>
#include <unistd.h>

#include <fmt/format.h>

#include "sim/probe/catalogue.h"
#include "sim/report/limits_text.h"
#include "sim/report/report_files.h"
#include "sim/results/limits_json.h"
#include "sim/results/result_directory.h"
#include "sim/results/result_json.h"
#include "sim/runtime/limit_finding.h"
#include "sim/terminal/complaint.h"
#include "sim/terminal/endpoint_choice.h"
#include "sim/terminal/endpoint_place.h"
#include "sim/terminal/own_files.h"
#include "sim/terminal/quota_choice.h"
#include "sim/terminal/service_rules.h"
#include "sim/time/system_clock.h"

namespace shadowsim::terminal {
namespace {

using Named = std::optional<mqtt::Endpoint>;

// What the embedded endpoint enforces, and what to call its quotas: they are those that are looked for,
// wherever that is.
struct LookedFor {
  admission::Rules rules;  // there are quotas
  std::string title;
};

Result<LookedFor> look_for(const scenario::LimitsScenario& scenario, const QuotaOptions& options,
                           const Named& endpoint) {
  auto rules = read_rules(scenario.endpoint);
  if (rules.has_error()) return rules.error();
  auto chosen =
      choose_quotas(options, endpoint ? std::string_view{endpoint->host} : "", rules->quotas);
  if (chosen.has_error()) return chosen.error();
  rules->quotas = std::move(chosen->profile);
  return LookedFor{*std::move(rules), std::move(chosen->title)};
}

// Whether it may be done to that endpoint: it is done to be refused, so to what may be an account it takes a
// word.
Result<void> mind(const QuotaOptions& options, const Named& endpoint) {
  if (!endpoint) return refuse_for_embedded(options);
  if (options.beyond || is_local_host(endpoint->host)) return {};
  return usage_error(
      fmt::format("find_limits goes beyond the quotas of {} on purpose, and its other clients are "
                  "refused meanwhile: add --beyond-quotas",
                  mqtt::to_uri(*endpoint)));
}

probe::Wishes wishes_of(const scenario::LimitsScenario& scenario) {
  return {.quotas = scenario.quotas, .window = scenario.window, .up_to = scenario.up_to};
}

Result<results::ResultDirectory> directory_of(const RunCommand& command,
                                              const scenario::LimitsScenario& scenario) {
  return results::ResultDirectory::prepare(
      command.out.empty()
          ? results::default_directory(scenario.name, SystemClock{}.wall_now()).string()
          : command.out);
}

// One line that is drawn anew, on a terminal only.
void show(const probe::Entry& entry, std::size_t found, std::size_t all) {
  if (isatty(STDERR_FILENO) != 1) return;
  fmt::print(stderr, "\r\x1b[K{} of {}: {} {}", found, all, entry.subject.id, entry.subject.title);
  if (found == all) fmt::print(stderr, "\r\x1b[K");
}

measure::RunResult result_of(const scenario::LimitsScenario& scenario,
                             const runtime::FoundLimits& found) {
  measure::RunResult result;
  result.scenario.name = scenario.name;
  result.scenario.file = scenario.file;
  result.endpoint = {.uri = found.uri,
                     .embedded = found.is_embedded,
                     .mqtt_version = "both",
                     .tls = found.uri.starts_with("mqtts")};
  result.client = "shadowsim";
  result.complete = !found.interrupted;
  results::judge_limits(result, found.limits);
  return result;
}

Result<void> write(const results::ResultDirectory& directory, const measure::RunResult& result,
                   const std::string& limits) {
  if (auto written = report::write_reports(directory, result); !written) return written;
  if (auto written = directory.write("limits.json", limits); !written) return written;
  return results::write_result(directory, result);
}

}  // namespace

ExitCode run_limits(const RunCommand& command, const scenario::LimitsScenario& scenario) {
  auto endpoint = choose_endpoint(command.endpoint);
  if (endpoint.has_error()) return fail(endpoint.error());
  if (const auto may = mind(command.quotas, *endpoint); may.has_error()) return fail(may.error());
  auto looked_for = look_for(scenario, command.quotas, *endpoint);
  if (looked_for.has_error()) return fail_reading(looked_for.error());
  const auto directory = directory_of(command, scenario);
  if (directory.has_error()) return fail(directory.error());

  const SystemClock clock;
  const WallTime started_at = clock.wall_now();
  const TimePoint began = clock.now();
  runtime::LimitSettings settings{.rules = std::move(looked_for->rules),
                                  .wishes = wishes_of(scenario),
                                  .endpoint = *std::move(endpoint),
                                  .broker_plugin = broker_plugin()};
  if (!command.output.quiet) settings.progress = show;
  const auto found = runtime::find_limits(settings);
  if (found.has_error()) return fail(found.error());

  measure::RunResult result = result_of(scenario, *found);
  result.started_at = started_at;
  result.elapsed = clock.now() - began;
  const std::string limits = results::to_limits_json(found->limits, settings.wishes, result);
  if (const auto written = write(*directory, result, limits); written.has_error())
    return fail(written.error());
  if (command.output.json) {
    fmt::print("{}", limits);
  } else if (!command.output.quiet) {
    fmt::print("{}\nresults: {}\n", report::to_limits_text(found->limits),
               directory->path().string());
  }
  if (found->interrupted) return ExitCode::kInterrupted;
  return result.passed ? ExitCode::kPassed : ExitCode::kFailed;
}

Result<std::string> limits_plan_text(const scenario::LimitsScenario& scenario,
                                     const QuotaOptions& options) {
  const auto looked_for = look_for(scenario, options, {});
  if (looked_for.has_error()) return looked_for.error();
  const quota::QuotaProfile& quotas = *looked_for->rules.quotas;
  const auto entries = probe::catalogue(quotas, wishes_of(scenario));
  const auto rounds = probe::rounds(entries, quotas);
  std::string text = fmt::format(
      "{}: {} limits in {} rounds, each some seconds more than {}\nquotas: {}\n", scenario.name,
      entries.size(), rounds.size(), to_text(scenario.window), looked_for->title);
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    fmt::format_to(std::back_inserter(text), "\nround {}\n", i + 1);
    for (const std::size_t place : rounds[i]) {
      const probe::Subject& subject = entries[place].subject;
      fmt::format_to(std::back_inserter(text), "  {:<3} {:<21} MQTT {:<5} {:>9}\n", subject.id,
                     subject.title, subject.version,
                     report::limit_text(subject.configured, subject.unit));
    }
  }
  for (const probe::Entry& entry : entries) {
    if (!entry.hidden_by.empty())
      fmt::format_to(std::back_inserter(text), "\nnot {} {}, MQTT {}: {}\n", entry.subject.id,
                     entry.subject.title, entry.subject.version, entry.hidden_by);
  }
  return text;
}

}  // namespace shadowsim::terminal
