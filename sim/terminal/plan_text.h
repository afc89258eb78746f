#pragma once

#include <string>

#include "sim/scenario/scenario.h"

namespace shadowsim::terminal {

// What a scenario will do, for a person at 80 columns: lights, sessions, connect ramp, the steps
// with their changes, message rates, and a digest of the plan by which two plans are compared.
std::string plan_text(const scenario::Scenario& scenario);

// "disconnect 50 % of the sessions, server busy", "link fault for 5s, 12 lights: silence".
std::string endpoint_step_text(const scenario::EndpointStep& step);

}  // namespace shadowsim::terminal
