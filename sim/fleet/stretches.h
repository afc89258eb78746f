#pragma once

#include <vector>

#include "sim/measure/stretch.h"
#include "sim/scenario/scenario.h"

namespace shadowsim::fleet {

// The scenario's timeline as a run of it shows: what began within `measured` (since the timeline's
// start), cut at its end, and what was left of it after the last step as "drain". By their beginnings.
std::vector<measure::Stretch> stretches(const scenario::Scenario& scenario, Duration measured);

}  // namespace shadowsim::fleet
