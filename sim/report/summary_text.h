#pragma once

#include <string>
#include <string_view>

#include "sim/measure/run_result.h"

namespace shadowsim::report {

// A result for a person at a terminal of 80 columns: the verdict first, what was run, what came of
// it, and beside the latencies the part of them that is the instrument's own. Plain ASCII; with
// `colour`, the verdicts are in ANSI colours. `results` is where the files are; no line is given
// for an empty one. Ends with a new line.
std::string to_summary_text(const measure::RunResult& result, std::string_view results,
                            bool colour);

}  // namespace shadowsim::report
