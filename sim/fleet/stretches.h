#pragma once

#include <optional>
#include <vector>

#include "sim/measure/stretch.h"
#include "sim/scenario/scenario.h"

namespace shadowsim::fleet {

// The scenario's timeline as a run of it shows: what began within `measured` (since the timeline's
// start), cut at its end, and what was left of it after the last step as "drain". By their beginnings.
//
// `settled_after` is by step of the timeline, as Settling tells it for ends(); steps beyond it have none.
std::vector<measure::Stretch> stretches(
    const scenario::Scenario& scenario, Duration measured,
    const std::vector<std::optional<Duration>>& settled_after = {});

// When each step of the timeline is over, since its start, in the order of the steps.
std::vector<Duration> ends(const scenario::Scenario& scenario);

}  // namespace shadowsim::fleet
