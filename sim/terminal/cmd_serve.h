#pragma once

#include "sim/terminal/exit_code.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

// The embedded endpoint alone, until SIGINT, SIGTERM or SIGHUP, or until its broker ends, which is
// a failure. Prints one line, "ready mqtt://127.0.0.1:PORT", to stdout when all its listeners
// accept clients; everything else goes to stderr.
// Threads: the process's first, which starts the broker and so must live as long.
ExitCode serve(const ServeCommand& command);

}  // namespace shadowsim::terminal
