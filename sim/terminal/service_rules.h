#pragma once

#include <string>
#include <vector>

#include "sim/admission/front_door.h"
#include "sim/base/result.h"

namespace shadowsim::terminal {

// The rules that an endpoint of ours enforces, of files of IoT policies, all of which hold for every client,
// and a file of quotas; none of either where none is named. What is odd in a policy is said on stderr.
// Errors: kUsage, with all problems of a file, "FILE:LINE:COLUMN: what is wrong, what is allowed".
Result<admission::Rules> read_rules(const std::vector<std::string>& policies,
                                    const std::string& quotas);

}  // namespace shadowsim::terminal
