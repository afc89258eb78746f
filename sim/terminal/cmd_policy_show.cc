#include "sim/terminal/cmd_policy_show.h"

#include <cstdio>

#include <fmt/format.h>

#include "sim/fleet/needs.h"
#include "sim/policy/least_privilege.h"
#include "sim/scenario/scenario_reader.h"
#include "sim/terminal/complaint.h"
#include "sim/terminal/threshold_names.h"

namespace shadowsim::terminal {

ExitCode policy_show(const PolicyShowCommand& command) {
  const auto names = threshold_names();
  const auto scenario = scenario::read_scenario(command.file, command.overrides, names);
  if (scenario.has_error()) return fail_reading(scenario.error());
  const policy::Needs needs = fleet::needs_of(*scenario, command.account);
  fmt::print("{}", policy::least_privilege(needs, command.account));
  for (const std::string& warning : policy::warnings_about(needs, command.account))
    fmt::print(stderr, "shadowsim: warning: {}\n", warning);
  return ExitCode::kPassed;
}

}  // namespace shadowsim::terminal
