#pragma once

#include "sim/scenario/scenario.h"
#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim::scenario {

// Reads the bounds of a scenario with `rate: find`, into its `search`, and gives the searched
// stream the lowest rate, so that the scenario has a plan: it is played at another rate by setting
// search.from. Does nothing with other scenarios.
// Requires: timeline and thresholds are read.
void read_search(const Node& root, Scenario& scenario, Problems& problems);

}  // namespace shadowsim::scenario
