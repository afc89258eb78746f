#pragma once

#include <string>

#include "sim/terminal/command_tree.h"

namespace shadowsim::terminal {

// shadowsim(1), in the macros of man(7).
std::string man_page(const CommandEntry& program);

}  // namespace shadowsim::terminal
