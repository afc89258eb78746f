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
ExitCode put_out(const measure::RunResult& result, const results::ResultDirectory& directory,
                 OutputStyle style) {
  if (const auto written = report::write_reports(directory, result); written.has_error())
    return fail(written.error());
  if (const auto written = results::write_result(directory, result); written.has_error())
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
