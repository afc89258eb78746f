#include "sim/terminal/result_output.h"

#include <cstdio>
#include <unistd.h>

#include <fmt/format.h>

#include "sim/report/annotations.h"
#include "sim/report/report_files.h"
#include "sim/report/summary_text.h"
#include "sim/results/result_json.h"
#include "sim/terminal/complaint.h"
#include "sim/terminal/terminal_traits.h"

namespace shadowsim::terminal {
Result<void> write_files(const measure::RunResult& result,
                         const results::ResultDirectory& directory) {
  if (auto written = report::write_reports(directory, result); written.has_error()) return written;
  return results::write_result(directory, result);
}

ExitCode put_out(const measure::RunResult& result, const results::ResultDirectory& directory,
                 OutputStyle style) {
  if (const auto written = write_files(result, directory); written.has_error())
    return fail(written.error());
  if (style.annotations) fmt::print(stderr, "{}", report::to_annotations(result));
  if (style.json) {
    fmt::print("{}", results::to_summary_json(result));
  } else if (!style.quiet) {
    fmt::print("{}", report::to_summary_text(
                         result, directory.path().string(),
                         isatty(STDOUT_FILENO) == 1 && wants_colour(environment_variable)));
  }
  return result.passed ? ExitCode::kPassed : ExitCode::kFailed;
}

}  // namespace shadowsim::terminal
