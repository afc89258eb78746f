#pragma once

#include <string>

#include "sim/base/result.h"
#include "sim/scenario/overrides.h"
#include "sim/scenario/scenario.h"

namespace shadowsim::terminal {

// Reads the scenario of a command that is about a fleet.
// Errors: as scenario::read_scenario(); kUsage, too, for a scenario with `find_limits`, which has no fleet.
Result<scenario::Scenario> read_fleet_scenario(const std::string& file,
                                               const scenario::Overrides& overrides);

}  // namespace shadowsim::terminal
