#pragma once

#include <string>

#include "sim/scenario/scenario.h"

namespace shadowsim::terminal {

// What will happen when in a run of the scenario, in English sentences at 80 columns: connecting,
// each step of the timeline, what lights answer, the end, and what must come of it.
std::string explanation(const scenario::Scenario& scenario);

}  // namespace shadowsim::terminal
