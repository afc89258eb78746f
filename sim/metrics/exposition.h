#pragma once

#include <cstdint>
#include <vector>

#include <prometheus/metric_family.h>

#include "sim/base/units.h"
#include "sim/measure/live_figures.h"

namespace shadowsim::metrics {

// What a run has to tell at one moment, as a value.
struct Snapshot {
  measure::LiveFigures figures;
  std::uint64_t connected = 0;  // sessions
  std::uint64_t sessions = 0;   // that are meant to be connected
  std::uint64_t in_flight = 0;  // changes open
  Duration elapsed{};           // of the timeline
  Duration length{};            // of the timeline
};

// The metrics of a snapshot as Prometheus reads them: names in the base units (seconds), counters that
// end in _total, few labels. docs/metrics.md has the list; its test and that of the dashboard hold
// both against this function. Every series is there from the beginning, at zero, but for those by
// code, which nobody can know before.
std::vector<prometheus::MetricFamily> exposition(const Snapshot& snapshot);

}  // namespace shadowsim::metrics
