#pragma once

#include "sim/base/result.h"
#include "sim/base/units.h"
#include "sim/scenario/scenario.h"

namespace shadowsim::scenario {

// Lengthens or shortens the last churn step (not a warm-up) so that the timeline ends after
// `length`.
// Errors:  there is no churn step, or the other steps alone take that long.
Result<void> set_length(Scenario& scenario, Duration length);

// How many changes the plan will hold, as the mean of the Poisson arrivals.
double expected_changes(const Scenario& scenario);

}  // namespace shadowsim::scenario
