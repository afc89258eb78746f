#pragma once

#include <functional>

#include "sim/runtime/run.h"
#include "sim/scenario/scenario.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

// Plays a scenario as the command line says, and judges it.
using Play = std::function<Result<runtime::RunOutcome>(const RunCommand&)>;

// Plays a scenario with `rate: find` at one rate after another, and says on stderr what came of
// each, unless the command is to be quiet. What it returns is the run at the highest rate that held,
// or where none did, at the lowest; with the search in its result. An interrupted run ends the
// search and is what it returns.
// Errors:  those of a run.
Result<runtime::RunOutcome> find_rate(const RunCommand& command, const scenario::RateBounds& bounds,
                                      const Play& play);

}  // namespace shadowsim::terminal
