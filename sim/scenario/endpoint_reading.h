#pragma once

#include "sim/scenario/endpoint_rules.h"
#include "sim/scenario/scenario.h"
#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim::scenario {

// Reads `endpoint` of a validated scenario's tree, and reports limits that are none, or that cannot be so.
// Requires: the scenario has its file.
EndpointRules read_endpoint(const Node& root, const Scenario& scenario, Problems& problems);

}  // namespace shadowsim::scenario
