#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "sim/admission/front_door.h"

namespace shadowsim::gateway {

// A listener for clients over TLS that show a certificate, with the server's own files in PEM.
struct TlsListener {
  std::uint16_t port = 0;  // 0: any free one
  std::string certificate;
  std::string private_key;
  std::string ca_certificate;  // whom clients' certificates must be from
};

// Where the broker listens.
struct BrokerAddress {
  std::uint16_t port = 0;  // on 127.0.0.1
  std::string
      socket{};  // a Unix domain socket's name, to be preferred as it costs less; empty: none
};

struct GatewayOptions {
  std::uint16_t port = 0;  // of plain MQTT on 127.0.0.1; 0: any free one
  std::optional<TlsListener> tls{};
  BrokerAddress broker{};
  admission::Rules rules{};
  std::optional<std::uint64_t> link_fault_seed{};  // of their chance; none: links have no faults
  std::function<void(const std::string&)> log{};   // of refusals; may be empty
};

}  // namespace shadowsim::gateway
