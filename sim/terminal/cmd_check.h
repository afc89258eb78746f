#pragma once

#include "sim/terminal/exit_code.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

// Validates the scenario and prints its plan to stdout, beside the quotas of the command line, else the
// scenario's own, else AWS's. Touches no network.
ExitCode check(const CheckCommand& command);

}  // namespace shadowsim::terminal
