#pragma once

#include "sim/admission/front_door.h"
#include "sim/base/result.h"
#include "sim/scenario/endpoint_rules.h"

namespace shadowsim::terminal {

// A file of an IoT policy, and whom it is attached to.
struct PolicyChoice {
  std::string names;  // of their things, with wildcards '*' and '?'; empty: everybody
  std::string file;
};

// Takes "FILE" or "NAMES=FILE" apart. A '=' after a '/' is part of FILE.
PolicyChoice parse_policy_choice(const std::string& written);

// The rules that an endpoint of ours enforces, from the files that are named, policies as
// parse_policy_choice() reads them; none of policies or quotas where none are. What is odd in a policy is
// said on stderr.
// Errors: kUsage, with all problems of a file, "FILE:LINE:COLUMN: what is wrong, what is allowed".
Result<admission::Rules> read_rules(const scenario::EndpointRules& named);

}  // namespace shadowsim::terminal
