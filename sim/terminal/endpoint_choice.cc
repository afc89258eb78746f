#include "sim/terminal/endpoint_choice.h"

#include <utility>

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

}  // namespace shadowsim::terminal
