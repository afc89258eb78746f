#include "sim/terminal/cmd_policy_show.h"

#include <cstdio>

#include <fmt/format.h>

#include "sim/fleet/needs.h"
#include "sim/policy/least_privilege.h"
#include "sim/terminal/complaint.h"
#include "sim/terminal/fleet_scenario.h"

namespace shadowsim::terminal {

ExitCode policy_show(const PolicyShowCommand& command) {
  const auto scenario = read_fleet_scenario(command.file, command.overrides);
  if (scenario.has_error()) return fail_reading(scenario.error());
  const policy::Needs needs = fleet::needs_of(*scenario, command.account);
  fmt::print("{}", policy::least_privilege(needs, command.account));
  for (const std::string& warning : policy::warnings_about(needs, command.account))
    fmt::print(stderr, "shadowsim: warning: {}\n", warning);
  return ExitCode::kPassed;
}

}  // namespace shadowsim::terminal
