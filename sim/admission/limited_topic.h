#pragma once

#include <cstddef>
#include <string_view>

#include "sim/quota/quota_profile.h"

namespace shadowsim::admission {

// The part of a topic that the limits of its length and its slashes are about: all but "$aws/rules/RULE/", where
// the profile leaves that out. Source: account-quotas.md, section 2.3.
std::string_view limited_part(const quota::QuotaProfile& quotas, std::string_view topic);

// That of a topic filter: all but "$share/GROUP/", where the profile leaves that out. Source: account-quotas.md,
// section 2.4.
std::string_view limited_part_of_filter(const quota::QuotaProfile& quotas, std::string_view filter);

std::size_t slashes_of(std::string_view topic);

}  // namespace shadowsim::admission
