#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/quota/quota_profile.h"
#include "sim/scenario/policy_choice.h"

namespace shadowsim::terminal {

// Warnings of more policies than AWS attaches to a certificate, which the quotas say: a sentence each time that
// there is a client who would have too many, naming the quota, the count and the files. The clients are tried
// that have just a pattern's name, without what its wildcards stand for, so that two patterns which only
// another name fits both are not found.
// Source: AWS General Reference, "AWS IoT Core endpoints and quotas", policies attached to a certificate.
std::vector<std::string> policy_count_warnings(std::span<const scenario::PolicyChoice> choices,
                                               const quota::QuotaProfile& quotas);

}  // namespace shadowsim::terminal
