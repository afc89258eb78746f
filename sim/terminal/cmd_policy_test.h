#pragma once

#include "sim/terminal/exit_code.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

// Judges a file of policy cases and prints to stdout what was expected and what came of those that
// fail. The last line is "N passed, M failed".
ExitCode policy_test(const PolicyTestCommand& command);

}  // namespace shadowsim::terminal
