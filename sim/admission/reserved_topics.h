#pragma once

#include <optional>
#include <string_view>

#include "sim/quota/limit.h"
#include "sim/quota/quota_profile.h"

// What of the topics that begin with '$' a client may use, whatever a policy says of them.
// Source: Developer Guide, "Reserved topics"; iot-policy.md, section 7.1.
namespace shadowsim::admission {

// True for each topic that is not reserved, and for a reserved one on which the service takes requests.
bool may_publish(std::string_view topic);

// The same for a filter, "$share/GROUP/" before it not counted. True for one with wildcards that begins
// with "$aws/", but for Basic Ingest: what it matches of what the service publishes is for policies to
// say (our choice).
bool may_subscribe(std::string_view filter);

// The quota that the thing's or the shadow's name is longer than in a shadow's topic, or in a filter that is one,
// "$share/GROUP/" before it not counted: then the topic is no shadow's, and reserved. None for all others.
// Source: account-quotas.md, section 2.8; that it is the same with MQTT is our choice.
std::optional<quota::Limit> too_long_name(const quota::QuotaProfile& quotas,
                                          std::string_view topic);

}  // namespace shadowsim::admission
