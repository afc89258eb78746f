#pragma once

#include <cstdint>
#include <vector>

#include "sim/scenario/scenario.h"

namespace shadowsim::demand {

// A scenario made ready for being looked at in short time: a searched rate is its upper bound, and
// where the timeline has more than `changes_most` changes, churns are cut so that no rate is held
// for longer than ten minutes. They go on as they begin, so the rates stay what they are; the
// busiest second of what was cut off may be a little busier.
struct Steady {
  scenario::Scenario scenario;
  std::vector<double>
      weights;  // by step of the timeline: how many times as long it was, at least 1
  bool is_cut = false;
};

inline constexpr double kChangesMost = 2e6;

Steady steady_of(const scenario::Scenario& scenario, double changes_most = kChangesMost);

}  // namespace shadowsim::demand
