#pragma once

#include <cstdint>

#include "sim/results/result_directory.h"
#include "sim/terminal/exit_code.h"
#include "sim/terminal/rate_finding.h"

namespace shadowsim::terminal {

// Plays the command's scenario so many times, each result in a directory of its own (run-1, run-2, ...)
// below `directory`, and says what they have in common: in repeat.json there, and on stdout. That file
// is written after each run, so that it is true whatever ends the program. An interrupted run is the
// last one.
// Requires: count is not 0.
ExitCode repeat_run(const RunCommand& command, std::uint32_t count,
                    const results::ResultDirectory& directory, const Play& play);

}  // namespace shadowsim::terminal
