#include <CLI/CLI.hpp>

#include "sim/terminal/subcommands.h"

namespace shadowsim::terminal {
namespace {

constexpr const char* kCertsExamples =
    "Makes a certificate authority, the local endpoint's certificate, and one for\n"
    "each light and app, named as the scenario says (fleet.certificates). What is\n"
    "there stays as it is: a fleet that has grown gets what it lacks. For tests.\n"
    "\n"
    "Examples, of a scenario in this folder with fleet: {certificates: {}}:\n"
    "  shadowsim certs lamps.yaml --out certs\n"
    "  shadowsim run lamps.yaml\n"
    "  shadowsim serve --tls-port 8883 --certs certs\n"
    "\n"
    "Exit codes: 0 there, 2 usage or scenario error, 4 a file cannot be written.";

}  // namespace

CLI::App& add_certs(CLI::App& app, CertsCommand& certs) {
  CLI::App& command = *app.add_subcommand(
      "certs", "Make a CA and a certificate for each light, for a local endpoint");
  command.footer(kCertsExamples);
  command.add_option("FILE", certs.file, "The scenario, YAML")->required();
  command
      .add_option("--out", certs.out,
                  "Where they go, in place of the folder that\n"
                  "the scenario names")
      ->type_name("DIR");
  add_overrides(command, certs.overrides);
  return command;
}

}  // namespace shadowsim::terminal
