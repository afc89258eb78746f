#pragma once

#include <string>

namespace shadowsim::terminal {

// The file of the running program.
// Source:  proc(5), /proc/self/exe.
std::string own_program();

// The broker plugin's file, which sits beside it.
std::string broker_plugin();

}  // namespace shadowsim::terminal
