#pragma once

#include "sim/terminal/exit_code.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

// Plays the scenario, writes its results, prints them to stdout, and judges its thresholds.
ExitCode run(const RunCommand& command);

}  // namespace shadowsim::terminal
