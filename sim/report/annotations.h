#pragma once

#include <string>

#include "sim/measure/run_result.h"

namespace shadowsim::report {

// A line for each of verdict_cases() that has failed, as a GitHub Actions workflow shows it beside
// the change: "::error title=colour-churn::...", and one "::warning ..." for each doubt about the
// instrument. Empty where there is nothing to say.
// Source:  GitHub, "Workflow commands for GitHub Actions": setting an error message; escapes as in
//          actions/toolkit, command.ts.
std::string to_annotations(const measure::RunResult& result);

}  // namespace shadowsim::report
