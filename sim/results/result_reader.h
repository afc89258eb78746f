#pragma once

#include <string_view>

#include "sim/measure/run_result.h"

namespace shadowsim::results {

// Reads the texts of a summary.json and its histograms.json back into the result that they were
// written from, for whatever works on stored results. The intervals are in neither and stay empty.
// An error (kUsage) names the file and the key that is missing, of the wrong type or impossible.
Result<measure::RunResult> parse_result(std::string_view summary, std::string_view histograms);

}  // namespace shadowsim::results
