#pragma once

#include <cstdint>

#include "sim/base/units.h"
#include "sim/measure/tally.h"

namespace shadowsim::measure {

// What happened in one second (the last interval of a run may be shorter).
struct Interval {
  Duration begin{};  // since the start of the run's measuring
  Duration length{};
  std::uint64_t connected = 0;  // sessions, at the interval's end
  std::uint64_t in_flight = 0;  // changes open, at the interval's end
  ChangeTally changes;          // of this interval alone, as the other counts
  std::uint64_t published = 0;
  std::uint64_t received = 0;
  std::uint64_t deltas = 0;
  std::uint64_t rejected = 0;
  std::uint64_t lost = 0;  // connections lost
  Duration convergence_p50{};
  Duration convergence_p99{};
  Duration convergence_max{};

  friend bool operator==(const Interval&, const Interval&) = default;
};

}  // namespace shadowsim::measure
