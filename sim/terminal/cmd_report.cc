#include "sim/terminal/cmd_report.h"

#include <cstdio>

#include <fmt/format.h>

#include "sim/report/report_files.h"
#include "sim/results/result_directory.h"
#include "sim/results/result_files.h"
#include "sim/terminal/complaint.h"

namespace shadowsim::terminal {

ExitCode report(const ReportCommand& command) {
  const auto result = results::read_result(command.directory);
  if (result.has_error()) return fail(result.error());
  const auto directory = results::ResultDirectory::existing(command.directory);
  if (const auto drawn = report::write_page(directory, *result); drawn.has_error())
    return fail(drawn.error());
  fmt::print("{}\n", (directory.path() / report::kPageFile).string());
  return ExitCode::kPassed;
}

}  // namespace shadowsim::terminal
