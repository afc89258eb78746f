#pragma once

#include <string>

#include "sim/scenario/endpoint_rules.h"
#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim::scenario {

// Reads `endpoint` of a validated scenario's tree, and reports limits that are none, or that cannot be so.
// `file` is the scenario's, beside which the files are that it names.
EndpointRules read_endpoint(const Node& root, const std::string& file, Problems& problems);

}  // namespace shadowsim::scenario
