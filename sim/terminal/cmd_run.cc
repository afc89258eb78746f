#include "sim/terminal/cmd_run.h"

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "sim/measure/metric.h"
#include "sim/report/summary_text.h"
#include "sim/results/judgement.h"
#include "sim/results/result_directory.h"
#include "sim/results/result_json.h"
#include "sim/runtime/run.h"
#include "sim/scenario/scenario_reader.h"
#include "sim/terminal/complaint.h"
#include "sim/terminal/endpoint_choice.h"
#include "sim/terminal/own_files.h"
#include "sim/terminal/progress_view.h"
#include "sim/time/system_clock.h"

namespace shadowsim::terminal {
namespace {

// Source: no-color.org.
bool wants_colour() {
  const char* const refused = std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe)
  return isatty(STDOUT_FILENO) == 1 && (refused == nullptr || *refused == '\0');
}

Result<results::ResultDirectory> directory_of(const RunCommand& command,
                                              const scenario::Scenario& scenario) {
  return results::ResultDirectory::prepare(
      command.out.empty() ? results::default_directory(scenario.name, SystemClock{}.wall_now())
                          : std::filesystem::path{command.out});
}

Result<runtime::RunOutcome> play(const RunCommand& command, const scenario::Scenario& scenario,
                                 std::optional<mqtt::Endpoint> endpoint) {
  std::optional<ProgressView> view;
  runtime::RunSettings settings{.scenario = scenario,
                                .version = command.version,
                                .endpoint = std::move(endpoint),
                                .engine = command.client,
                                .broker_plugin = broker_plugin(),
                                .program = own_program(),
                                .progress = {}};
  if (!command.quiet) {
    view.emplace();
    settings.progress = [&view](const runtime::Progress& progress) { view->show(progress); };
  }
  return runtime::run_scenario(settings);
}

void print(const RunCommand& command, const measure::RunResult& result,
           const results::ResultDirectory& directory) {
  if (command.json) {
    fmt::print("{}", results::to_summary_json(result));
  } else if (!command.quiet) {
    fmt::print("{}", report::to_summary_text(result, directory.path().string(), wants_colour()));
  }
}

}  // namespace

ExitCode run(const RunCommand& command) {
  const auto names = measure::metric_names();
  const auto scenario = scenario::read_scenario(command.file, command.overrides, names);
  if (scenario.has_error()) return fail_reading(scenario.error());
  auto endpoint = choose_endpoint(command.endpoint);
  if (endpoint.has_error()) return fail(endpoint.error());
  const auto directory = directory_of(command, *scenario);
  if (directory.has_error()) return fail(directory.error());

  auto outcome = play(command, *scenario, *std::move(endpoint));
  if (outcome.has_error()) return fail(outcome.error());
  measure::RunResult& result = outcome->result;
  results::judge(result, scenario->thresholds);
  if (const auto written = results::write_result(*directory, result); written.has_error())
    return fail(written.error());
  print(command, result, *directory);
  if (outcome->interrupted) return ExitCode::kInterrupted;
  return result.passed ? ExitCode::kPassed : ExitCode::kFailed;
}

}  // namespace shadowsim::terminal
