#pragma once

#include <string>

#include "sim/base/units.h"

namespace shadowsim::measure {

// A part of a run's time, so that what the intervals show can be told from what was done then: a
// step of the scenario's timeline, or the draining after it.
struct Stretch {
  std::string kind;   // "warm-up", "churn", "change", "pause", "drain", ...
  std::string about;  // what else there is to say in some words: "100/s"; may be empty
  Duration begin{};   // since the timeline's start, as the intervals
  Duration end{};     // not before begin; the same for what takes no time

  friend bool operator==(const Stretch&, const Stretch&) = default;
};

}  // namespace shadowsim::measure
