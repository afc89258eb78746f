#pragma once

#include <optional>

#include <CLI/App.hpp>

#include "sim/mqtt/endpoint.h"
#include "sim/mqtt/session.h"
#include "sim/runtime/session_engines.h"

namespace shadowsim::terminal {

// The options that say where the endpoint is and how to speak to it, the same for each command that
// can do without one: an address that stays empty means the embedded endpoint.
void add_endpoint(CLI::App& command, mqtt::EndpointOptions& endpoint,
                  mqtt::ProtocolVersion& version);

// The same where the scenario may choose the version: it stays empty where the option is not given.
void add_endpoint(CLI::App& command, mqtt::EndpointOptions& endpoint,
                  std::optional<mqtt::ProtocolVersion>& version);

// The option that says which library carries the sessions. The default stays where it is not given.
void add_client(CLI::App& command, const runtime::SessionEngine*& client);

}  // namespace shadowsim::terminal
