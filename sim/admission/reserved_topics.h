#pragma once

#include <string_view>

// What of the topics that begin with '$' a client may use, whatever a policy says of them.
// Source: Developer Guide, "Reserved topics"; iot-policy.md, section 7.1.
namespace shadowsim::admission {

// True for each topic that is not reserved, and for a reserved one on which the service takes requests.
bool may_publish(std::string_view topic);

// The same for a filter, "$share/GROUP/" before it not counted. True for one with wildcards that begins
// with "$aws/", but for Basic Ingest: what it matches of what the service publishes is for policies to
// say (our choice).
bool may_subscribe(std::string_view filter);

}  // namespace shadowsim::admission
