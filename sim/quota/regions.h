#pragma once

#include <string_view>

#include "sim/quota/quota_profile.h"

namespace shadowsim::quota {

// Which defaults an account has in that Region: "eu-north-1". The smaller ones where either the
// broker's or the shadow service's are; a Region that nobody has heard of counts as large.
// Source: AWS General Reference, "AWS IoT Core endpoints and quotas", as in the lists
//         region_profiles of scenarios/quotas/default.yaml.
RegionSize size_of_region(std::string_view region);

}  // namespace shadowsim::quota
