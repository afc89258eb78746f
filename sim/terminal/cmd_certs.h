#pragma once

#include "sim/terminal/exit_code.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

// Makes what certificates the scenario lacks, and says on stdout how many that were and what to do
// with them.
ExitCode certs(const CertsCommand& command);

}  // namespace shadowsim::terminal
