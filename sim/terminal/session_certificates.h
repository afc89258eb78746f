#pragma once

#include <optional>
#include <string>

#include "sim/base/result.h"
#include "sim/endpoint/certificate_set.h"
#include "sim/mqtt/endpoint.h"
#include "sim/runtime/endpoint_in_use.h"
#include "sim/scenario/scenario.h"
#include "sim/schedule/shard.h"

// The files that a scenario with fleet.certificates needs. The endpoint's own, server.pem, and that of
// apps without one of their own, client.pem, stand beside the `ca` that the scenario names.
namespace shadowsim::terminal {

// What sessions without a certificate of their own show, and whom all trust: with app certificates the
// first app's, else client.pem. Requires: the fleet has certificates.
mqtt::TlsFiles shared_tls(const scenario::Scenario& scenario);

// How the embedded endpoint of a run listens; none where the fleet has no certificates.
std::optional<runtime::OwnTls> own_tls(const scenario::Scenario& scenario);

// All certificates that the scenario and its endpoint on this machine need. Common names are thing names
// and the apps' client IDs. Requires: the fleet has certificates.
endpoint::CertificateSet certificates_of(const scenario::Scenario& scenario);

// The folder that all of their names have in common, whatever the number of lights; an absolute path.
// Requires: as above.
std::string folder_of_certificates(const scenario::Scenario& scenario);

// Whether the files are there that a shard needs at this endpoint; none: at an embedded one. Success where
// the fleet has no certificates, or the endpoint no TLS.
// Errors: kUsage; says how many are missing, which is the first, and how to make them.
Result<void> check_certificates(const scenario::Scenario& scenario, schedule::Shard shard,
                                const std::optional<mqtt::Endpoint>& endpoint);

}  // namespace shadowsim::terminal
