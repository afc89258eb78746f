#pragma once

#include "sim/scenario/problems.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/tree.h"

namespace shadowsim::scenario {

// Reads the bounds of a scenario with `rate: find`, into its `search`, and gives the searched
// stream the lowest rate, so that the scenario has a plan. Does nothing with other scenarios.
// Requires: timeline and thresholds are read.
void read_search(const Node& root, Scenario& scenario, Problems& problems);

// The scenario with the searched stream at this rate. Requires: it has a search; rate above 0.
Scenario at_rate(Scenario scenario, Rate rate);

}  // namespace shadowsim::scenario
