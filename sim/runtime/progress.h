#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "sim/fleet/conductor.h"
#include "sim/measure/intervals.h"
#include "sim/measure/live_figures.h"

namespace shadowsim::runtime {

// Where a run stands, once a second, for the person who watches it.
struct Progress {
  fleet::Phase phase = fleet::Phase::kIdle;
  Duration elapsed{};           // of the timeline
  Duration length{};            // of the timeline
  std::uint64_t connected = 0;  // sessions
  std::uint64_t sessions = 0;
  std::uint64_t in_flight = 0;                     // changes
  std::optional<measure::Interval> last_interval;  // none before the first second is over
  measure::LiveFigures figures = {};               // until now
};

// Where several workers stand together: the phase of the one that is least far, counts added, and
// the last seconds of all as measure::add() has it, so that a percentile is that of the slowest.
Progress together(std::span<const Progress> workers);

}  // namespace shadowsim::runtime
