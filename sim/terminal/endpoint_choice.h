#pragma once

#include <optional>

#include "sim/base/result.h"
#include "sim/mqtt/endpoint.h"
#include "sim/scenario/scenario.h"

namespace shadowsim::terminal {

// The endpoint that the options name; none for the embedded one.
// Errors: as mqtt::make_endpoint(); kUsage for options that need an address and have none.
Result<std::optional<mqtt::Endpoint>> choose_endpoint(const mqtt::EndpointOptions& options);

// The same for the sessions of a scenario. Where its fleet has certificates, a bare host means TLS, and
// what the options leave open is as shared_tls() says. A URI without TLS is taken as it is: then nobody
// shows a certificate.
Result<std::optional<mqtt::Endpoint>> choose_endpoint(const mqtt::EndpointOptions& options,
                                                      const scenario::Scenario& scenario);

}  // namespace shadowsim::terminal
