#include "sim/terminal/repeating.h"

#include <cstdio>
#include <string>

#include <fmt/format.h>

#include "sim/measure/repetition.h"
#include "sim/report/quantity_text.h"
#include "sim/report/repetition_text.h"
#include "sim/results/repeat_json.h"
#include "sim/terminal/complaint.h"
#include "sim/terminal/result_output.h"

namespace shadowsim::terminal {
namespace {

void tell(const measure::RunResult& result, std::size_t number, std::uint32_t count) {
  fmt::print(stderr, "run {} of {}: {}, convergence p50 {}, p99 {}\n", number, count,
             !result.complete ? "interrupted"
             : result.passed  ? "PASS"
                              : "FAIL",
             report::latency_text(result.latencies.convergence.percentile(0.5)),
             report::latency_text(result.latencies.convergence.percentile(0.99)));
}

// The run's own files, and those of all until now.
Result<void> store(const runtime::RunOutcome& outcome, const results::ResultDirectory& directory,
                   measure::Repetition& repetition) {
  const std::string name = fmt::format("run-{}", repetition.runs.size() + 1);
  const auto own = results::ResultDirectory::prepare(directory.path() / name);
  if (own.has_error()) return own.error();
  if (auto written = write_files(outcome.result, *own); written.has_error()) return written;
  repetition.add(name, outcome.result);
  return directory.write(results::kRepeatFile, results::to_repeat_json(repetition));
}

}  // namespace

ExitCode repeat_run(const RunCommand& command, std::uint32_t count,
                    const results::ResultDirectory& directory, const Play& play) {
  measure::Repetition repetition;
  repetition.planned = count;
  bool interrupted = false;
  while (repetition.runs.size() < count && !interrupted) {
    const auto outcome = play(command);
    if (outcome.has_error()) return fail(outcome.error());
    if (const auto stored = store(*outcome, directory, repetition); stored.has_error())
      return fail(stored.error());
    interrupted = outcome->interrupted;
    if (!command.output.quiet) tell(outcome->result, repetition.runs.size(), count);
  }
  if (command.output.json)
    fmt::print("{}", results::to_repeat_json(repetition));
  else if (!command.output.quiet)
    fmt::print("{}", report::to_repetition_text(repetition, directory.path().string()));
  if (interrupted) return ExitCode::kInterrupted;
  return repetition.passed() ? ExitCode::kPassed : ExitCode::kFailed;
}

}  // namespace shadowsim::terminal
