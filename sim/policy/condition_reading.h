#pragma once

#include <vector>

#include "sim/policy/condition.h"
#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim::policy {

// Reads a statement's Condition: an object of operators, each an object of keys, each with a value or a
// list of them, also an empty one. What keeps it from being one goes to `problems`, a key or variable that
// no connection has to `warnings`. `variables`: whether the policy's version has them.
// Source: Developer Guide, "Connect policy examples"; iot-policy.md, section 5.
std::vector<Condition> read_conditions(const Node& node, bool variables, Problems& problems,
                                       Problems& warnings);

}  // namespace shadowsim::policy
