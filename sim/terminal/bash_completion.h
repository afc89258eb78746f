#pragma once

#include <string>

#include "sim/terminal/command_tree.h"

namespace shadowsim::terminal {

// A script by which bash completes the program's commands, options, words and files. It needs
// nothing but bash 4.4; sourced, or put where bash-completion looks for it.
std::string bash_completion(const CommandEntry& program);

}  // namespace shadowsim::terminal
