#pragma once

#include "sim/terminal/exit_code.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

// Prints two results side by side to stdout; kFailed where the second is worse than the tolerance
// allows.
ExitCode compare(const CompareCommand& command);

}  // namespace shadowsim::terminal
