#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/base/result.h"

namespace shadowsim::mqtt {

// The certificates of a TLS connection, as paths of PEM files. Empty means: not given.
struct TlsFiles {
  std::string certificate;     // the client's own, for mutual TLS; goes with private_key
  std::string private_key;     // of that certificate
  std::string ca_certificate;  // whom to trust; the system's certificates where empty

  friend bool operator==(const TlsFiles&, const TlsFiles&) = default;
};

enum class Transport : std::uint8_t { kTcp, kTls, kWebSocket, kWebSocketTls };

// Where an MQTT server listens and how to speak to it.
struct Endpoint {
  Transport transport = Transport::kTcp;
  std::string host;        // a name or an address; IPv6 without brackets
  std::uint16_t port = 0;  // 1 to 65535
  TlsFiles tls;

  // The application protocol to ask for in the TLS handshake, where the port needs one. AWS IoT
  // takes MQTT with client certificates on 443 only with "x-amzn-mqtt-ca".
  // Source:  AWS IoT developer guide, page "Device communication protocols".
  std::string alpn;

  bool uses_tls() const {
    return transport == Transport::kTls || transport == Transport::kWebSocketTls;
  }

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// What a user says of the endpoint, as on the command line.
struct EndpointOptions {
  std::string address;     // URI (mqtt, mqtts, ws, wss) or bare host, with or without a port
  std::uint16_t port = 0;  // overrides the URI's; 0 means not given
  TlsFiles tls = {};
};

// Turns them into an Endpoint. A bare host (or host:port) with any TLS file means TLS on 8883,
// without one plain MQTT on 1883; ports default to 1883, 8883, 80 and 443 by scheme. MQTT over TLS
// on 443 gets AWS's ALPN name.
// Errors: kUsage for other schemes, malformed hosts and ports, paths (except WebSocket's /mqtt), a
//         certificate without its key, and certificates for a scheme without TLS. Reads no file.
Result<Endpoint> make_endpoint(const EndpointOptions& options);

// "mqtts://host:8883", for people and results.
std::string to_uri(const Endpoint& endpoint);

}  // namespace shadowsim::mqtt
