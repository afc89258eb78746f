#include <CLI/CLI.hpp>

#include "sim/terminal/subcommands.h"

namespace shadowsim::terminal {
namespace {

constexpr const char* kExamples =
    "Example, on two terminals:\n"
    "  shadowsim serve --port 1883 --data shadows --verbose\n"
    "  mosquitto_pub -p 1883 -t '$aws/things/lamp/shadow/update' -q 1 \\\n"
    "      -m '{\"state\":{\"desired\":{\"color\":\"red\"}}}'\n"
    "\n"
    "It prints \"ready mqtt://127.0.0.1:PORT\" when clients can come. Ctrl-C stops it.";

void add_port(CLI::App& command, const char* name, auto& port, const char* about) {
  constexpr int kPortMax = 65535;
  command.add_option(name, port, about)
      ->type_name("N")
      ->check(CLI::Range(0, kPortMax).description(""));  // or the help would repeat it three times
}

// What CLI11 could check itself, but would clutter the help with.
void check_combination(const ServeCommand& serve) {
  const bool has_certificates = !serve.certificates.empty();
  if (serve.tls_port && !has_certificates)
    throw CLI::ValidationError("--tls-port", "needs --certs DIR");
  if (serve.secure_web_socket_port && !has_certificates)
    throw CLI::ValidationError("--wss-port", "needs --certs DIR");
  if (has_certificates && !serve.tls_port && !serve.secure_web_socket_port)
    throw CLI::ValidationError("--certs", "needs --tls-port N or --wss-port N");
  if ((!serve.policies.empty() || !serve.quotas.empty()) &&
      (serve.web_socket_port || serve.secure_web_socket_port))
    throw CLI::ValidationError(
        serve.policies.empty() ? "--quotas" : "--policy",
        "cannot be held to over WebSockets yet: leave out --ws-port and --wss-port");
  if (serve.durable && serve.data.empty())
    throw CLI::ValidationError("--durable", "needs --data DIR");
}

std::vector<scenario::PolicyChoice> policies_of(const std::vector<std::string>& written) {
  std::vector<scenario::PolicyChoice> policies;
  for (const std::string& one : written) {
    auto policy = scenario::parse_policy_choice(one);
    if (policy.has_error()) throw CLI::ValidationError("--policy", policy.error().message);
    policies.push_back(*std::move(policy));
  }
  return policies;
}

}  // namespace

CLI::App& add_serve(CLI::App& app, ServeCommand& serve) {
  CLI::App& command =
      *app.add_subcommand("serve", "The local endpoint alone, for MQTT clients in any language");
  command.footer(kExamples);
  add_port(command, "--port", serve.port, "Port of plain MQTT, 0: any free one (1883)");
  add_port(command, "--tls-port", serve.tls_port, "Port of mutual TLS, 0: any free one");
  command
      .add_option("--certs", serve.certificates,
                  "The certificates of both TLS ports; made where DIR is empty")
      ->type_name("DIR");
  add_port(command, "--ws-port", serve.web_socket_port,
           "Port of MQTT over WebSockets, 0: any free");
  add_port(command, "--wss-port", serve.secure_web_socket_port,
           "The same over mutual TLS, 0: any free one");
  command
      .add_option("--data", serve.data,
                  "Keep shadows in a database there; a crash\n"
                  "loses at most the last 200 ms")
      ->type_name("DIR");
  command.add_flag("--durable", serve.durable,
                   "Answer an update only when it is on disk:\n"
                   "a crash loses nothing accepted");
  command
      .add_option_function<std::vector<std::string>>(
          "--policy",
          [&serve](const std::vector<std::string>& written) {
            serve.policies = policies_of(written);
          },
          "Allow only what these IoT policies allow,\n"
          "and refuse the rest as AWS does; light-*=FILE\n"
          "is for things of such names only")
      ->type_name("FILE");
  command
      .add_option("--quotas", serve.quotas,
                  "Hold clients to the quotas in this file,\n"
                  "as AWS does")
      ->type_name("FILE");
  command.add_flag("--verbose", serve.verbose, "Log requests, answers and refusals to stderr");
  command.final_callback([&serve] { check_combination(serve); });
  return command;
}

}  // namespace shadowsim::terminal
