#pragma once

#include "sim/terminal/exit_code.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

// Makes one result of the results of several shards, judges it by their thresholds, writes it and
// prints it to stdout.
ExitCode merge(const MergeCommand& command);

}  // namespace shadowsim::terminal
