#pragma once

#include "sim/scenario/scenario.h"
#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim::scenario {

// Read the fleet and the apps of a validated scenario, and report what a single key's type cannot
// tell. Where the fleet's names are not known (see are_names_known), parts of it are neutral.
Fleet read_fleet(const Node& scenario, Problems& problems);
Apps read_apps(const Node& scenario, Problems& problems);

// Whether the number of lights and their names could be read, so that names can be looked up.
bool are_names_known(const Fleet& fleet);

}  // namespace shadowsim::scenario
