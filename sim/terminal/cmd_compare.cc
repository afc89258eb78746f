#include "sim/terminal/cmd_compare.h"

#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include "sim/report/comparison_text.h"
#include "sim/report/repeated_comparison.h"
#include "sim/results/repeat_json.h"
#include "sim/results/result_files.h"
#include "sim/terminal/complaint.h"
#include "sim/text/text_file.h"

namespace shadowsim::terminal {

namespace {

// What `run --repeat` has written there; none where it has not.
Result<std::optional<measure::Repetition>> read_repetition(const std::string& directory) {
  const auto path = std::filesystem::path{directory} / results::kRepeatFile;
  std::error_code failure;
  if (!std::filesystem::exists(path, failure)) return std::optional<measure::Repetition>{};
  const auto text = read_text_file(path.string());
  if (text.has_error()) return text.error();
  auto repetition = results::parse_repeat_json(*text);
  if (repetition.has_error())
    return usage_error(fmt::format("{}/{}", directory, repetition.error().message));
  return std::optional{*std::move(repetition)};
}

ExitCode compare_repetitions(const CompareCommand& command, const measure::Repetition& first,
                             const measure::Repetition& second) {
  const auto comparison = report::compare(first, second, command.tolerance);
  if (comparison.has_error()) return fail(comparison.error());
  if (!command.quiet)
    fmt::print("{}", report::to_repeated_comparison_text(*comparison, command.first, command.second,
                                                         command.tolerance));
  return comparison->has_regressed() ? ExitCode::kFailed : ExitCode::kPassed;
}

}  // namespace

ExitCode compare(const CompareCommand& command) {
  const auto repeated = read_repetition(command.first);
  if (repeated.has_error()) return fail(repeated.error());
  const auto repeated_too = read_repetition(command.second);
  if (repeated_too.has_error()) return fail(repeated_too.error());
  if (*repeated && *repeated_too) return compare_repetitions(command, **repeated, **repeated_too);
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
