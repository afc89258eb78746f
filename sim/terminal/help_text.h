#pragma once

#include <memory>
#include <string>

#include <CLI/App.hpp>

#include "sim/terminal/command_tree.h"

namespace shadowsim::terminal {

// What `--help` prints of a command: usage, what it is for, arguments and options, examples. Lines
// have at most 80 columns. `path` is how the command is called: "shadowsim run".
std::string help_text(const CommandEntry& command, const std::string& path);

// By which CLI11 does so.
std::shared_ptr<CLI::FormatterBase> help_formatter();

}  // namespace shadowsim::terminal
