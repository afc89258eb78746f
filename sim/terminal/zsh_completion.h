#pragma once

#include <string>

#include "sim/terminal/command_tree.h"

namespace shadowsim::terminal {

// The same for zsh, as a function for its fpath; sourced, it does as well, after compinit.
std::string zsh_completion(const CommandEntry& program);

}  // namespace shadowsim::terminal
