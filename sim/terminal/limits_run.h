#pragma once

#include "sim/scenario/limits_scenario.h"
#include "sim/terminal/exit_code.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

// Finds the limits that the scenario names, writes the results, limits.json among them, prints the table to
// stdout, and judges: all limits must be where they are configured.
ExitCode run_limits(const RunCommand& command, const scenario::LimitsScenario& scenario);

// What it would look for, for a person at 80 columns: whose quotas, and the probes, in rounds, and how long
// they take.
// Errors: of the files of quotas and policies, which are read.
Result<std::string> limits_plan_text(const scenario::LimitsScenario& scenario,
                                     const QuotaOptions& options);

}  // namespace shadowsim::terminal
