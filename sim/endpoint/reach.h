#pragma once

#include <chrono>

#include "sim/base/result.h"
#include "sim/mqtt/endpoint.h"

namespace shadowsim::endpoint {

// Whether the certificate, key and CA files exist, can be read as such, and the key is the
// certificate's. Names the first one that is wrong.
// Errors: kUsage.
Result<void> check_tls_files(const mqtt::TlsFiles& files);

// Goes the way of a connect step by step, as far as it can be gone without MQTT, and says which
// step fails and what the system says of it: DNS, TCP or TLS. A library's connect says less. Called
// once before a run; blocks. `timeout` is for each step but DNS, whose time is the resolver's.
// Errors: kUnreachable; kUsage as check_tls_files().
Result<void> check_reachable(const mqtt::Endpoint& endpoint, std::chrono::milliseconds timeout);

}  // namespace shadowsim::endpoint
