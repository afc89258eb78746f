#include "sim/terminal/result_output.h"

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

#include <fmt/format.h>

#include "sim/report/annotations.h"
#include "sim/report/report_files.h"
#include "sim/report/summary_text.h"
#include "sim/results/result_json.h"
#include "sim/terminal/complaint.h"

namespace shadowsim::terminal {
namespace {

// Source: no-color.org.
bool wants_colour() {
  const char* const refused = std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe)
  return isatty(STDOUT_FILENO) == 1 && (refused == nullptr || *refused == '\0');
}

}  // namespace

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
    fmt::print("{}", report::to_summary_text(result, directory.path().string(), wants_colour()));
  }
  return result.passed ? ExitCode::kPassed : ExitCode::kFailed;
}

}  // namespace shadowsim::terminal
