#pragma once

#include <cstdint>
#include <string>

#include "sim/measure/histogram.h"
#include "sim/mqtt/endpoint.h"
#include "sim/mqtt/session.h"
#include "sim/runtime/session_engines.h"

namespace shadowsim::bench {

// Shadow round trips as fast as they go: lights report, and each answer lets a light report again: its own,
// or, where fewer round trips are under way than there are lights, the next whose turn it is.
struct ClosedLoop {
  const runtime::SessionEngine* engine = nullptr;
  mqtt::Endpoint endpoint;
  mqtt::Qos qos = mqtt::Qos::kAtLeastOnce;
  std::string shadow;  // its name; empty: the classic one
  std::uint32_t lights = 1;
  std::uint32_t under_way = 0;  // round trips at a time, at most `lights`; 0: as many
  Duration length{};            // of the measurement, after all are connected
};

// What came of it: a latency for each round trip. Empty where the lights could not connect.
// Blocks for the length and the connecting.
measure::Histogram run_closed_loop(const ClosedLoop& loop);

}  // namespace shadowsim::bench
