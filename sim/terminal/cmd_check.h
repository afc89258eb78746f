#pragma once

#include "sim/terminal/exit_code.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

// Validates the scenario and prints its plan to stdout. Touches no network.
ExitCode check(const CheckCommand& command);

}  // namespace shadowsim::terminal
