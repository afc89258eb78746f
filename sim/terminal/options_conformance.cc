#include <chrono>
#include <cstddef>
#include <cstdint>

#include <CLI/CLI.hpp>

#include "sim/terminal/options_endpoint.h"
#include "sim/terminal/subcommands.h"

namespace shadowsim::terminal {
namespace {

constexpr const char* kExamples =
    "Example, of a file of this project:\n"
    "  shadowsim conformance tests/conformance/shadow-cases.json --filter delta\n"
    "Each case has a thing of its own, whose shadows are deleted in the end. The last\n"
    "line is \"N passed, M failed\"; the exit code is 1 where M is not 0.";

constexpr std::int64_t kWaitMillisecondsMax = 600'000;
constexpr std::size_t kSessionsMax = 100;

void add_wait(CLI::App& command, const char* option, std::chrono::milliseconds& wait,
              const char* about) {
  command
      .add_option_function<std::int64_t>(
          option,
          [&wait](std::int64_t milliseconds) { wait = std::chrono::milliseconds{milliseconds}; },
          about)
      ->type_name("MS")
      ->check(CLI::Range(std::int64_t{1}, kWaitMillisecondsMax));
}

}  // namespace

CLI::App& add_conformance(CLI::App& app, ConformanceCommand& conformance) {
  CLI::App& command =
      *app.add_subcommand("conformance", "Run a file of shadow cases against any endpoint");
  command.footer(kExamples);
  command.add_option("CASES", conformance.file, "The cases, JSON")->required();
  command.add_option("--filter", conformance.filter, "Only cases with this in their names")
      ->type_name("NAME");
  command
      .add_option("--thing-prefix", conformance.thing_prefix,
                  "Beginning of thing names (conformance)")
      ->type_name("P");
  command
      .add_option("--sessions", conformance.sessions,
                  "MQTT sessions at a time, of up to six cases (8)")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, kSessionsMax));
  add_wait(command, "--arrival-ms", conformance.arrival, "Wait for an expected message (3000)");
  add_wait(command, "--quiet-ms", conformance.quiet, "Silence that ends a step (200)");
  command.add_flag("--verbose", conformance.verbose, "A line for each case that passed, too");
  add_client(command, conformance.client);
  add_endpoint(command, conformance.endpoint, conformance.version);
  return command;
}

}  // namespace shadowsim::terminal
