#pragma once

#include <optional>
#include <string>

#include <CLI/App.hpp>

namespace shadowsim::terminal {

// What is wrong with a command line that names no command: the word that is none, which one was likely meant,
// and, in a line of its own, which there are; hidden ones are not told. None where `app`, which has been given
// the command line, has found one.
std::optional<std::string> missing_command(const CLI::App& app);

}  // namespace shadowsim::terminal
