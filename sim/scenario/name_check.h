#pragma once

#include "sim/scenario/scenario.h"
#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim::scenario {

// Reports what keeps the lights' and apps' names from being legal and all different. Looks at
// patterns rather than at each name, so that a million lights are checked at once. Patterns that
// could not be read are left out. `scenario` is the tree that fleet and apps were read from.
// Source: thing names: shadow protocol, section 10; client IDs: account quotas (128 bytes of
// UTF-8).
void check_names(const Node& scenario, const Fleet& fleet, const Apps& apps, Problems& problems);

}  // namespace shadowsim::scenario
