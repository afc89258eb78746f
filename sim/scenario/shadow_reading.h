#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim::scenario {

// A light's subscriptions allow no more: five for each shadow, fifty for a connection.
// Source: AWS General Reference, "AWS IoT Core endpoints and quotas", subscriptions per connection.
inline constexpr std::size_t kShadowsMost = 10;

// The shadows of a validated fleet: at least one, the classic one where none is named. Reports a
// name that stands twice, more of them than a connection can carry, and both keys at once.
std::vector<Shadow> read_shadows(const Node& fleet, Problems& problems);

// The shadow that a stream or change names; the first one where it names none, or none that the
// fleet has, which is reported. `path` is how the name's key is called in messages.
ShadowId read_shadow(const Node* name, const Fleet& fleet, const std::string& path,
                     Problems& problems);

}  // namespace shadowsim::scenario
