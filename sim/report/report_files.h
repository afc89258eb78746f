#pragma once

#include "sim/measure/run_result.h"
#include "sim/results/result_directory.h"

namespace shadowsim::report {

// Writes what a result's directory holds for others to look at: junit.xml. Nothing is read back
// from it. To be called before results::write_result(), whose summary.json comes last.
Result<void> write_reports(const results::ResultDirectory& directory,
                           const measure::RunResult& result);

}  // namespace shadowsim::report
