#include <CLI/CLI.hpp>

#include "sim/terminal/options_quotas.h"
#include "sim/terminal/subcommands.h"

namespace shadowsim::terminal {
namespace {

constexpr const char* kCheckExamples =
    "Examples:\n"
    "  shadowsim check scenarios/colour-churn.yaml\n"
    "  shadowsim check scenarios/two-lights-scripted.yaml --plan\n"
    "  shadowsim check scenarios/wall-switch.yaml --explain";

}  // namespace

CLI::App& add_check(CLI::App& app, CheckCommand& check) {
  CLI::App& command =
      *app.add_subcommand("check", "Validate a scenario and print its plan, without any network");
  command.footer(kCheckExamples);
  command.add_option("FILE", check.file, "The scenario, YAML")->required();
  command.add_flag("--plan", check.plan, "Print every change of the plan");
  command.add_flag("--explain", check.explain,
                   "Say in words what will happen when, and stop there");
  add_quotas(command, check.quotas, "the scenario's, or AWS's");
  add_overrides(command, check.overrides);
  return command;
}

}  // namespace shadowsim::terminal
