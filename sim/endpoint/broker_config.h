#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/result.h"

namespace shadowsim::endpoint {

// A listener for TLS, with the server's own files in PEM.
struct TlsListener {
  std::uint16_t port = 0;
  std::string certificate;
  std::string private_key;
  std::string ca_certificate;        // whom to trust as clients' issuer
  bool requires_certificate = true;  // whether a client without a certificate is refused
};

// What our mosquitto shall be. All listeners are on 127.0.0.1, and on a Unix domain socket where
// asked; anybody may connect there, except as the plugin decides.
struct BrokerConfig {
  std::uint16_t port = 0;         // of plain MQTT
  std::string local_socket = {};  // file of a Unix domain socket in place of `port`; empty: none
  std::optional<TlsListener> tls = {};
  std::optional<std::uint16_t> web_socket_port = {};
  std::optional<TlsListener> secure_web_socket = {};  // MQTT over WebSockets over TLS

  // What the service's front door says of these, where one stands before the broker. QoS that clients may
  // use, 0 to 2, and how many messages of QoS 1 may be under way to one of them; none: no limit.
  std::optional<std::uint8_t> qos_most = {};
  std::optional<std::uint16_t> in_flight_most = {};

  // Variable header and payload of the largest packet that it takes, and tells MQTT 5 clients.
  std::uint32_t packet_bytes_most = 146 * 1024;

  std::string plugin = {};  // a shared library of Mosquitto's plugin API; empty means none
  std::vector<std::pair<std::string, std::string>> plugin_options = {};  // name and value

  // Whether mosquitto runs as root, and shall stay root. Otherwise it changes its user, and with
  // that forgets that it is to die with its parent.
  bool is_root = false;
};

// The configuration file. TCP_NODELAY is on where there is TCP, nothing is kept on disk, only warnings and errors are
// logged (to stderr), and no limit on messages in flight binds: the limits that a test is about are
// the plugin's. Packets may be as large as AWS takes them, 146 KB, if not said otherwise; a larger one ends
// its connection.
// Requires: ports are given.
// Errors:   kUsage for a file name or an option that a line of the file cannot hold.
// Source:   mosquitto.conf(5) of mosquitto 2.0.11; AWS General Reference, "AWS IoT Core endpoints
//           and quotas", message broker.
Result<std::string> to_text(const BrokerConfig& config);

}  // namespace shadowsim::endpoint
