#include "sim/terminal/endpoint_choice.h"

#include <string>
#include <utility>

#include "sim/terminal/session_certificates.h"

namespace shadowsim::terminal {

Result<std::optional<mqtt::Endpoint>> choose_endpoint(const mqtt::EndpointOptions& options) {
  if (!options.address.empty()) {
    auto endpoint = mqtt::make_endpoint(options);
    if (endpoint.has_error()) return endpoint.error();
    return std::optional{*std::move(endpoint)};
  }
  if (options.port != 0 || options.tls != mqtt::TlsFiles{})
    return usage_error("--port, --cert, --key and --ca-file need an --endpoint");
  return std::optional<mqtt::Endpoint>{};
}

Result<std::optional<mqtt::Endpoint>> choose_endpoint(const mqtt::EndpointOptions& options,
                                                      const scenario::Scenario& scenario) {
  auto named = choose_endpoint(options);
  if (named.has_error() || !*named || !scenario.fleet.certificates) return named;
  const bool is_uri = options.address.find("://") != std::string::npos;
  if (is_uri && !(*named)->uses_tls()) return named;
  mqtt::EndpointOptions filled = options;
  const mqtt::TlsFiles shared = shared_tls(scenario);
  if (filled.tls.ca_certificate.empty()) filled.tls.ca_certificate = shared.ca_certificate;
  if (filled.tls.certificate.empty()) {
    filled.tls.certificate = shared.certificate;
    filled.tls.private_key = shared.private_key;
  }
  return choose_endpoint(filled);
}

}  // namespace shadowsim::terminal
