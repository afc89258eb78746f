#pragma once

#include "sim/terminal/exit_code.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

// Draws report.html of a stored result again, and prints where it is to stdout.
ExitCode report(const ReportCommand& command);

}  // namespace shadowsim::terminal
