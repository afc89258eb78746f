#pragma once

#include "sim/terminal/exit_code.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

// Prints the policy that the scenario needs to stdout, JSON, and to stderr what to know about it.
// Touches no network.
ExitCode policy_show(const PolicyShowCommand& command);

}  // namespace shadowsim::terminal
