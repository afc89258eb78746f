#include "sim/terminal/cmd_check.h"

#include <cstdio>
#include <optional>

#include <fmt/format.h>

#include "sim/measure/metric.h"
#include "sim/scenario/scenario_reader.h"
#include "sim/schedule/plan.h"
#include "sim/terminal/complaint.h"
#include "sim/terminal/plan_text.h"
#include "sim/terminal/session_certificates.h"

namespace shadowsim::terminal {

ExitCode check(const CheckCommand& command) {
  const auto names = measure::metric_names();
  const auto scenario = scenario::read_scenario(command.file, command.overrides, names);
  if (scenario.has_error()) {
    return fail_reading(scenario.error());
  }
  fmt::print("{}", plan_text(*scenario));
  if (const auto there = check_certificates(*scenario, {}, std::nullopt); there.has_error())
    fmt::print(stderr, "shadowsim: warning: {}\n", there.error().message);
  if (!command.plan) return ExitCode::kPassed;
  schedule::Plan plan{*scenario, {}};
  while (const auto change = plan.next())
    fmt::print("{}\n", to_text(*change, scenario->fleet));
  return ExitCode::kPassed;
}

}  // namespace shadowsim::terminal
