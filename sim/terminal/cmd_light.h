#pragma once

#include "sim/terminal/exit_code.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

// One light, whose values are typed on stdin, until "quit", the end of the input, SIGINT or
// SIGTERM. What happens goes to stdout line by line, what goes wrong to stderr; a prompt is shown
// only where both stdin and stdout are a terminal.
ExitCode light(const LightCommand& command);

}  // namespace shadowsim::terminal
