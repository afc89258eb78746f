#include <CLI/CLI.hpp>

#include "sim/terminal/subcommands.h"

namespace shadowsim::terminal {

void add_output(CLI::App& command, OutputStyle& style) {
  command.add_flag("--quiet", style.quiet, "Only errors; the verdict is the exit code");
  command.add_flag("--json", style.json, "summary.json to stdout instead of the table");
  command.add_flag("--annotations", style.annotations,
                   "What failed on stderr, as GitHub Actions reads it");
}

}  // namespace shadowsim::terminal
