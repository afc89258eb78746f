#pragma once

#include <optional>

#include "sim/base/result.h"
#include "sim/mqtt/endpoint.h"

namespace shadowsim::terminal {

// The endpoint that the options name; none for the embedded one.
// Errors: as mqtt::make_endpoint(); kUsage for options that need an address and have none.
Result<std::optional<mqtt::Endpoint>> choose_endpoint(const mqtt::EndpointOptions& options);

}  // namespace shadowsim::terminal
