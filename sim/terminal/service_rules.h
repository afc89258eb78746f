#pragma once

#include "sim/admission/front_door.h"
#include "sim/base/result.h"
#include "sim/scenario/endpoint_rules.h"

namespace shadowsim::terminal {

// The rules that an endpoint of ours enforces, from the files that are named, none of policies or quotas where none are. What is odd in a policy, and
// that there are more policies than AWS attaches to a client, is said on stderr. How large a policy may be,
// and how many there may be, the quotas say, or else AWS's defaults.
// Errors: kUsage, with all problems of all files, "FILE:LINE:COLUMN: what is wrong, what is allowed".
Result<admission::Rules> read_rules(const scenario::EndpointRules& named);

}  // namespace shadowsim::terminal
