#include "sim/terminal/cmd_check.h"

#include <cstdio>
#include <optional>

#include <fmt/format.h>

#include "sim/demand/demand.h"
#include "sim/demand/verdict.h"
#include "sim/probe/catalogue.h"
#include "sim/scenario/limits_scenario.h"
#include "sim/scenario/scenario_reader.h"
#include "sim/schedule/plan.h"
#include "sim/terminal/bill_text.h"
#include "sim/terminal/complaint.h"
#include "sim/terminal/explanation.h"
#include "sim/terminal/limits_run.h"
#include "sim/terminal/plan_text.h"
#include "sim/terminal/quota_text.h"
#include "sim/terminal/service_rules.h"
#include "sim/terminal/session_certificates.h"
#include "sim/terminal/threshold_names.h"
#include "sim/text/text_file.h"

namespace shadowsim::terminal {
namespace {

// What the plan asks of an account.
void print_demand(const scenario::Scenario& scenario, const ChosenQuotas& quotas) {
  const auto demand = demand::demand_of(scenario, 1, quotas.profile);
  const auto judged = demand::judge(demand, quotas.profile, quotas.share);
  fmt::print("\n{}\n{}", quota_text(judged, quotas, demand.is_sampled), bill_text(demand));
  for (const std::string& warning : quota_warnings(judged, quotas))
    fmt::print(stderr, "shadowsim: warning: {}\n", warning);
}

// Changes and what the endpoint does, in order of time.
void print_plan(const scenario::Scenario& scenario) {
  const auto steps = scenario.endpoint_steps();
  auto step = steps.begin();
  const auto print_steps = [&](Duration until) {
    for (; step != steps.end() && step->first <= until; ++step)
      fmt::print("{} s  {}\n", schedule::seconds_text(step->first),
                 endpoint_step_text(step->second));
  };
  schedule::Plan plan{scenario, {}};
  while (const auto change = plan.next()) {
    print_steps(change->at);
    fmt::print("{}\n", to_text(*change, scenario.fleet));
  }
  print_steps(Duration::max());
}

}  // namespace

ExitCode check(const CheckCommand& command) {
  const auto file = read_text_file(command.file);  // once: it may be a pipe
  if (file.has_error()) return fail_reading(file.error());
  const auto limits =
      scenario::read_limits_text(*file, command.file, command.overrides, probe::probed_quotas());
  if (limits.has_error()) return fail_reading(limits.error());
  if (*limits) {
    const auto text = limits_plan_text(**limits, command.quotas);
    if (text.has_error()) return fail_reading(text.error());
    fmt::print("{}", *text);
    return ExitCode::kPassed;
  }
  const auto names = threshold_names();
  const auto scenario = scenario::read_scenario_text(*file, command.file, command.overrides, names);
  if (scenario.has_error()) {
    return fail_reading(scenario.error());
  }
  const auto rules = read_rules(scenario->endpoint);
  if (rules.has_error()) return fail_reading(rules.error());
  const auto quotas = choose_quotas(command.quotas, {}, rules->quotas);
  if (quotas.has_error()) return fail_reading(quotas.error());
  if (command.explain) {
    fmt::print("{}", explanation(*scenario));
    return ExitCode::kPassed;
  }
  fmt::print("{}", plan_text(*scenario));
  print_demand(*scenario, *quotas);
  if (const auto there = check_certificates(*scenario, {}, std::nullopt); there.has_error())
    fmt::print(stderr, "shadowsim: warning: {}\n", there.error().message);
  if (!command.plan) return ExitCode::kPassed;
  print_plan(*scenario);
  return ExitCode::kPassed;
}

}  // namespace shadowsim::terminal
