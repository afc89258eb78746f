#pragma once

#include "sim/terminal/exit_code.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

// Plays a file of shadow cases against the endpoint and prints to stdout what came and what was
// expected of those that fail. The last line is "N passed, M failed".
ExitCode conformance(const ConformanceCommand& command);

}  // namespace shadowsim::terminal
