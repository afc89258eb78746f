#pragma once

#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim::scenario {

// Reads the timeline of a validated scenario, and reports what a single key's type cannot tell.
// Steps that could not be read are left out: the validation has reported them.
std::vector<Step> read_timeline(const Node& scenario, const Fleet& fleet, Problems& problems);

}  // namespace shadowsim::scenario
