#include <CLI/CLI.hpp>

#include "sim/terminal/subcommands.h"

namespace shadowsim::terminal {
namespace {

constexpr const char* kCertsExamples =
    "Makes a certificate authority, the local endpoint's certificate, and one for each\n"
    "light and app, under the names that the scenario gives them (fleet.certificates).\n"
    "What is there stays as it is: a fleet that has grown gets what it lacks. They are\n"
    "for tests on this machine only.\n"
    "\n"
    "Examples, of a scenario in this folder with fleet: {certificates: {}}:\n"
    "  shadowsim certs lamps.yaml --out certs\n"
    "  shadowsim run lamps.yaml\n"
    "  shadowsim serve --tls-port 8883 --certs certs\n"
    "\n"
    "Exit codes: 0 they are there, 2 usage error or wrong scenario, 4 a file cannot be\n"
    "written.";

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
