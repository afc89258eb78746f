#pragma once

#include <string>

namespace shadowsim::terminal {

// The file of the running program.
// Source:  proc(5), /proc/self/exe.
std::string own_program();

// The file of the broker plugin that belongs to it.
std::string broker_plugin();

// The same for any program: beside it, as it is built, or else in ../lib/shadowsim/plugins, as it is
// installed. Where neither is there, the former.
std::string broker_plugin_of(const std::string& program);

}  // namespace shadowsim::terminal
