#pragma once

#include <string>

#include "sim/measure/run_result.h"

namespace shadowsim::measure {

// What was full in a run whose thresholds failed, in words that follow "saturated: ": the endpoint,
// the harness, or neither of them as far as their CPU tells. Full is a thread that was running for
// more than kFullThread of the timeline; where both were full, the fuller one is named first.
std::string saturation_text(const RunResult& result);

}  // namespace shadowsim::measure
