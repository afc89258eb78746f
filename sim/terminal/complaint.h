#pragma once

#include "sim/base/error.h"
#include "sim/terminal/exit_code.h"

namespace shadowsim::terminal {

// Says on stderr, under the program's name, what went wrong; the exit code that goes with it.
ExitCode fail(const Error& error);

// The same for what is wrong with a file, whose lines begin with FILE:LINE:COLUMN, where editors
// look for it.
ExitCode fail_reading(const Error& error);

}  // namespace shadowsim::terminal
