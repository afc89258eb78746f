#include "sim/mqtt/endpoint.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace shadowsim::mqtt {
namespace {

struct Scheme {
  std::string_view name;
  Transport transport;
  std::uint16_t default_port;
};

constexpr Scheme kSchemes[] = {
    {"mqtt", Transport::kTcp, 1883},
    {"mqtts", Transport::kTls, 8883},
    {"ws", Transport::kWebSocket, 80},
    {"wss", Transport::kWebSocketTls, 443},
};

constexpr std::uint16_t kHttpsPort = 443;
constexpr std::string_view kAwsAlpn = "x-amzn-mqtt-ca";

// The scheme of this name, in any case of letters.
const Scheme* find_scheme(std::string_view name) {
  const auto same_letter = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
  for (const auto& scheme : kSchemes) {
    if (std::ranges::equal(name, scheme.name, same_letter)) return &scheme;
  }
  return nullptr;
}

const Scheme& scheme_of(Transport transport) {
  return *std::ranges::find(kSchemes, transport, &Scheme::transport);
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc{} || stopped != end || port == 0) return std::nullopt;
  return port;
}

struct Authority {
  std::string_view host;
  std::string_view port;  // as written; empty where there is none
  bool has_port = false;
};

// Splits "host", "host:port", "[v6]", "[v6]:port" and a bare "v6" address.
std::optional<Authority> split_authority(std::string_view text) {
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    const auto rest = text.substr(close + 1);
    if (rest.empty()) return Authority{text.substr(1, close - 1), {}, false};
    if (rest.front() != ':') return std::nullopt;
    return Authority{text.substr(1, close - 1), rest.substr(1), true};
  }
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos)
    return Authority{text, {}, false};
  return Authority{text.substr(0, colon), text.substr(colon + 1), true};
}

bool is_host(std::string_view host) {
  constexpr std::string_view kNever = " \t\r\n/?#@[]\"'\\";
  return !host.empty() && host.find_first_of(kNever) == std::string_view::npos;
}

// The complaint about a combination of files, or none.
std::optional<std::string> wrong_files(const TlsFiles& files, bool uses_tls,
                                       std::string_view scheme) {
  if (files.certificate.empty() != files.private_key.empty()) {
    return files.certificate.empty() ? "a private key needs its certificate: give both or neither"
                                     : "a certificate needs its private key: give both or neither";
  }
  if (!uses_tls && files != TlsFiles{})
    return fmt::format("certificates go with mqtts:// or wss://, not with {}://", scheme);
  return std::nullopt;
}

}  // namespace

Result<Endpoint> make_endpoint(const EndpointOptions& options) {
  const auto failed = [&](std::string_view why) {
    return usage_error(fmt::format("endpoint '{}': {}", options.address, why));
  };
  std::string_view rest = options.address;
  const auto scheme_end = rest.find("://");
  const bool is_uri = scheme_end != std::string_view::npos;
  const bool has_files = options.tls != TlsFiles{};
  const Scheme* scheme = is_uri ? find_scheme(rest.substr(0, scheme_end))
                                : &scheme_of(has_files ? Transport::kTls : Transport::kTcp);
  if (scheme == nullptr) return failed("its scheme must be one of mqtt, mqtts, ws, wss");
  if (is_uri) rest.remove_prefix(scheme_end + 3);

  // A path says nothing here: WebSockets are always asked for at /mqtt, where AWS IoT has them.
  const auto slash = std::min(rest.find('/'), rest.size());
  const auto path = rest.substr(slash);
  const bool is_web_socket =
      scheme->transport == Transport::kWebSocket || scheme->transport == Transport::kWebSocketTls;
  const bool is_known_path =
      path.empty() || (is_uri && path == "/") || (is_web_socket && path == "/mqtt");
  if (!is_known_path) return failed(fmt::format("it must not have the path '{}'", path));

  const auto authority = split_authority(rest.substr(0, slash));
  if (!authority || !is_host(authority->host))
    return failed("write it as host, host:port or scheme://host:port");

  Endpoint endpoint;
  endpoint.transport = scheme->transport;
  endpoint.host = authority->host;
  endpoint.port = scheme->default_port;
  endpoint.tls = options.tls;
  if (authority->has_port) {
    const auto port = parse_port(authority->port);
    if (!port) return failed("its port must be a number from 1 to 65535");
    endpoint.port = *port;
  }
  if (options.port != 0) endpoint.port = options.port;
  if (const auto wrong = wrong_files(options.tls, endpoint.uses_tls(), scheme->name))
    return failed(*wrong);
  if (endpoint.transport == Transport::kTls && endpoint.port == kHttpsPort)
    endpoint.alpn = kAwsAlpn;
  return endpoint;
}

std::string to_uri(const Endpoint& endpoint) {
  const bool is_ipv6 = endpoint.host.find(':') != std::string::npos;
  return fmt::format("{}://{}{}{}:{}", scheme_of(endpoint.transport).name, is_ipv6 ? "[" : "",
                     endpoint.host, is_ipv6 ? "]" : "", endpoint.port);
}

}  // namespace shadowsim::mqtt
