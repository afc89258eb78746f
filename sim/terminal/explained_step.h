#pragma once

#include <string>

#include "sim/scenario/scenario.h"

namespace shadowsim::terminal {

// What a step of the scenario's timeline brings, in sentences that follow "At 12 s: "; one line
// for each of what happens beside one another, joined by new lines.
std::string explain_step(const scenario::Step& step, const scenario::Scenario& scenario);

}  // namespace shadowsim::terminal
