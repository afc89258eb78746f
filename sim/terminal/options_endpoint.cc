#include "sim/terminal/options_endpoint.h"

#include <string>

#include <CLI/CLI.hpp>

namespace shadowsim::terminal {
namespace {

// `version` is a ProtocolVersion, or an optional one.
template <class Version>
void add_all(CLI::App& command, mqtt::EndpointOptions& endpoint, Version& version,
             const char* about_version) {
  const auto group = "Endpoint (without --endpoint: an embedded one)";
  command.add_option("--endpoint", endpoint.address, "mqtt, mqtts, ws or wss URI, or a host")
      ->type_name("URI|HOST")
      ->group(group);
  command.add_option("--port", endpoint.port, "Its port (443: with ALPN)")
      ->type_name("N")
      ->check(CLI::Range(1, 65535))
      ->group(group);
  command
      .add_option("--cert", endpoint.tls.certificate,
                  "Client certificate (with a host: mutual TLS)")
      ->type_name("FILE")
      ->group(group);
  command.add_option("--key", endpoint.tls.private_key, "Its private key")
      ->type_name("FILE")
      ->group(group);
  command.add_option("--ca-file", endpoint.tls.ca_certificate, "Certificate of whom to trust")
      ->type_name("FILE")
      ->group(group);
  command
      .add_option_function<std::string>(
          "--mqtt-version",
          [&version](const std::string& text) {
            version = text == "5" ? mqtt::ProtocolVersion::kMqtt5 : mqtt::ProtocolVersion::kMqtt311;
          },
          about_version)
      ->type_name("V")
      ->check(CLI::IsMember({"5", "3.1.1"}))
      ->group(group);
}

}  // namespace

void add_endpoint(CLI::App& command, mqtt::EndpointOptions& endpoint,
                  mqtt::ProtocolVersion& version) {
  add_all(command, endpoint, version, "5 (default) or 3.1.1");
}

void add_endpoint(CLI::App& command, mqtt::EndpointOptions& endpoint,
                  std::optional<mqtt::ProtocolVersion>& version) {
  add_all(command, endpoint, version, "5 or 3.1.1 (default: the scenario's)");
}

void add_client(CLI::App& command, const runtime::SessionEngine*& client) {
  std::vector<std::string> names;
  for (const auto& engine : runtime::session_engines())
    names.emplace_back(engine.name);
  command
      .add_option_function<std::string>(
          "--client",
          [&client](const std::string& name) {
            client = runtime::find_session_engine(name).value();
          },
          "MQTT library: paho (default) or mosquitto")
      ->type_name("NAME")
      ->check(CLI::IsMember(names));
}

}  // namespace shadowsim::terminal
