#include <CLI/CLI.hpp>

#include "sim/terminal/subcommands.h"

namespace shadowsim::terminal {

void add_overrides(CLI::App& command, scenario::Overrides& overrides) {
  const auto group = "Changes to the scenario";
  command.add_option("--lights", overrides.lights, "Number of lights")
      ->type_name("N")
      ->group(group);
  command.add_option("--duration", overrides.duration, "Length of the timeline, by its last churn")
      ->type_name("D")
      ->group(group);
  command.add_option("--seed", overrides.seed, "Seed of all chance")->type_name("S")->group(group);
  command.add_option("--set", overrides.sets, "Any value, like fleet.apply_delay=0")
      ->type_name("PATH=VALUE")
      ->group(group)
      ->expected(1)
      ->take_all();
}

}  // namespace shadowsim::terminal
