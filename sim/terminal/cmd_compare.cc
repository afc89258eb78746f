#include "sim/terminal/cmd_compare.h"

#include <cstdio>

#include <fmt/format.h>

#include "sim/report/comparison_text.h"
#include "sim/results/result_files.h"
#include "sim/terminal/complaint.h"

namespace shadowsim::terminal {

ExitCode compare(const CompareCommand& command) {
  const auto first = results::read_result(command.first);
  if (first.has_error()) return fail(first.error());
  const auto second = results::read_result(command.second);
  if (second.has_error()) return fail(second.error());
  const auto comparison = report::compare(*first, *second, command.tolerance);
  if (comparison.has_error()) return fail(comparison.error());
  if (!command.quiet)
    fmt::print("{}", report::to_comparison_text(*comparison, {command.first, *first},
                                                {command.second, *second}, command.tolerance));
  return comparison->has_regressed() ? ExitCode::kFailed : ExitCode::kPassed;
}

}  // namespace shadowsim::terminal
