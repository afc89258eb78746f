#include <charconv>
#include <optional>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "sim/terminal/subcommands.h"

namespace shadowsim::terminal {
namespace {

constexpr const char* kCompareAbout =
    "A and B are the directories of two results of one scenario. Judged are the\n"
    "median and the p99 of convergence, where the difference is beyond the tolerance\n"
    "and beyond what the seconds of the runs differ among themselves, and the share\n"
    "of changes that were lost. A run of fewer than 10 seconds does not tell its\n"
    "noise; then the tolerance alone decides.\n"
    "\n"
    "Example:\n"
    "  shadowsim compare results/before results/after --tolerance 5%\n"
    "\n"
    "Exit codes: 0 no regression, 1 a regression beyond the tolerance, 2 the results\n"
    "cannot be compared.";

// "10%" or "0.1"; none where it is neither, or negative.
std::optional<double> share_of(std::string_view text) {
  const bool is_percent = text.ends_with('%');
  if (is_percent) text.remove_suffix(1);
  constexpr double kLargest = 1e6;
  double share = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), share);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (!(share >= 0 && share <= kLargest)) return std::nullopt;
  return is_percent ? share / 100 : share;
}

}  // namespace

CLI::App& add_compare(CLI::App& app, CompareCommand& compare) {
  CLI::App& command =
      *app.add_subcommand("compare", "Two results side by side; exit 1 on a regression");
  command.footer(kCompareAbout);
  command.add_option("A", compare.first, "The result to compare with")
      ->type_name("DIR")
      ->required();
  command.add_option("B", compare.second, "The result that is judged")
      ->type_name("DIR")
      ->required();
  command
      .add_option_function<std::string>(
          "--tolerance",
          [&compare](const std::string& text) {
            const auto share = share_of(text);
            if (!share)
              throw CLI::ValidationError(
                  "--tolerance", fmt::format("'{}' is neither a share like 0.1 nor 10%", text));
            compare.tolerance = *share;
          },
          "What may be worse (default 10%)")
      ->type_name("SHARE");
  command.add_flag("--quiet", compare.quiet, "Only errors; the verdict is the exit code");
  return command;
}

}  // namespace shadowsim::terminal
