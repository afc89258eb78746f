#pragma once

#include <cstdint>

#include "sim/base/units.h"
#include "sim/demand/sessions.h"
#include "sim/demand/steady.h"
#include "sim/demand/traffic.h"

namespace shadowsim::demand {

// A scenario's traffic from the first connect to the last get.
struct Played {
  Traffic traffic;
  std::uint64_t reports = 0;  // updates that lights make in answer to changes
  Duration began{};           // the first connect; before zero, at which the timeline begins
  Duration ended{};           // the timeline, and the last report that it brings about
};

// Lets all sessions connect, plays the plan, what lights answer to it and who comes back after a disconnect,
// and asks all lights once more; see demand_of().
Played play(const Steady& steady, const Sessions& sessions, const Traffic::Counting& counting);

}  // namespace shadowsim::demand
