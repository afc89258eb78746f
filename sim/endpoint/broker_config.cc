#include "sim/endpoint/broker_config.h"

#include <iterator>
#include <string_view>

#include <fmt/format.h>

namespace shadowsim::endpoint {
namespace {

// Whether mosquitto would read the value back as it is. Lines end at any control character, and
// space around a value is trimmed.
bool fits_a_line(std::string_view value) {
  for (const char c : value) {
    if (static_cast<unsigned char>(c) < ' ') return false;
  }
  return value.empty() || (value.front() != ' ' && value.back() != ' ');
}

std::optional<Error> find_unfit(const BrokerConfig& config) {
  std::vector<std::string_view> values{config.plugin, config.local_socket};
  for (const auto* listener : {&config.tls, &config.secure_web_socket}) {
    if (const auto& tls = *listener)
      values.insert(values.end(), {tls->certificate, tls->private_key, tls->ca_certificate});
  }
  for (const auto& [name, value] : config.plugin_options)
    values.insert(values.end(), {name, value});
  for (const auto value : values) {
    if (!fits_a_line(value))
      return usage_error(fmt::format("'{}' cannot stand in the broker's configuration", value));
  }
  return std::nullopt;
}

void append_listener(std::string& text, std::uint16_t port) {
  fmt::format_to(std::back_inserter(text), "\nlistener {} 127.0.0.1\n", port);
}

void append_tls(std::string& text, const TlsListener& tls) {
  append_listener(text, tls.port);
  fmt::format_to(std::back_inserter(text),
                 "certfile {}\n"
                 "keyfile {}\n"
                 "cafile {}\n"
                 "require_certificate {}\n",
                 tls.certificate, tls.private_key, tls.ca_certificate, tls.requires_certificate);
}

}  // namespace

Result<std::string> to_text(const BrokerConfig& config) {
  if (auto unfit = find_unfit(config)) return *std::move(unfit);
  std::string text =
      "# written by shadowsim for one run\n"
      "allow_anonymous true\n"
      "persistence false\n"
      "sys_interval 0\n"
      "max_queued_messages 100000\n"
      "connection_messages false\n"
      "log_dest stderr\n"
      "log_type error\n"
      "log_type warning\n";
  fmt::format_to(std::back_inserter(text), "max_packet_size {}\nmax_inflight_messages {}\n",
                 config.packet_bytes_most, config.in_flight_most.value_or(0));
  // Mosquitto warns of each client whose socket has no such option.
  const bool has_tcp = config.local_socket.empty() || config.tls || config.web_socket_port ||
                       config.secure_web_socket;
  if (has_tcp) text += "set_tcp_nodelay true\n";
  if (config.is_root) text += "user root\n";
  if (!config.plugin.empty()) {
    fmt::format_to(std::back_inserter(text), "plugin {}\n", config.plugin);
    for (const auto& [name, value] : config.plugin_options)
      fmt::format_to(std::back_inserter(text), "plugin_opt_{} {}\n", name, value);
  }
  if (config.local_socket.empty()) {
    append_listener(text, config.port);
  } else {
    fmt::format_to(std::back_inserter(text), "\nlistener 0 {}\n", config.local_socket);
  }
  if (config.qos_most) fmt::format_to(std::back_inserter(text), "max_qos {}\n", *config.qos_most);
  if (config.tls) append_tls(text, *config.tls);
  constexpr std::string_view kOverWebSockets = "protocol websockets\n";
  if (config.web_socket_port) {
    append_listener(text, *config.web_socket_port);
    text += kOverWebSockets;
  }
  if (config.secure_web_socket) {
    append_tls(text, *config.secure_web_socket);
    text += kOverWebSockets;
  }
  return text;
}

}  // namespace shadowsim::endpoint
