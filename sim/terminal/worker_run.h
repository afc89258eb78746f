#pragma once

#include <cstdint>

#include "sim/base/result.h"
#include "sim/runtime/run.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

// The same as runtime::run_scenario(), by so many worker processes: opens the endpoint, measures the
// floor, lets the workers play, and merges what they have measured. Workers that failed or died are
// named on stderr with their lights; the result is then not complete.
// Requires: workers > 0.
// Errors:  as runtime::run_scenario(), where no worker has a result; kUsage where the scenario's
//          file can be read only once.
Result<runtime::RunOutcome> run_with_workers(const RunCommand& command,
                                             const runtime::RunSettings& settings,
                                             std::uint32_t workers);

}  // namespace shadowsim::terminal
