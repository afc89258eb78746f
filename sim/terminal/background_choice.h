#pragma once

#include <vector>

#include "sim/background/holds.h"
#include "sim/base/result.h"
#include "sim/quota/quota_profile.h"
#include "sim/runtime/run.h"

namespace shadowsim::terminal {

// Lets a run have its scenario's background, if there is one, as a share of these quotas.
// Errors: kUsage where a quota cannot be taken a share of: it wants more than this program takes, or another one
//         refuses before.
Result<void> set_background(runtime::RunSettings& settings, const quota::QuotaProfile& quotas);

}  // namespace shadowsim::terminal
