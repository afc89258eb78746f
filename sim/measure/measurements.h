#pragma once

#include "sim/measure/flight_recorder.h"
#include "sim/measure/histogram.h"
#include "sim/measure/presence.h"
#include "sim/measure/refusals_seen.h"
#include "sim/measure/settling.h"
#include "sim/measure/tally.h"

namespace shadowsim::measure {

// The latencies of a run, as contract and docs define them.
struct Latencies {
  Histogram convergence;          // from the planned moment to convergence
  Histogram convergence_service;  // from the actual send to convergence
  Histogram delta;                // from the actual send of desired to the light's delta
  Histogram round_trip;           // from a light's reported update to its update/accepted
  Histogram connect;              // from the begin of a connect to its CONNACK
};

// All that one worker measures while it runs. One owner, the crew; every machine's driver writes to
// it.
// Threads: the worker's thread only.
struct Measurements {
  ConnectionTally connections;
  ChangeTally changes;
  MessageTally messages;
  RefusalsSeen refusals_seen;
  FinalCheck final_check;
  Latencies latencies;
  Histogram
      scheduling_lag;  // from the moment something was planned to the moment it was dispatched

  // Convergence of the changes that converged since the last interval was closed (intervals.h).
  Histogram interval_convergence;

  FlightRecorder flights;
  Settling settling;

  std::uint64_t connected = 0;  // sessions connected now
  Presence presence;            // of sessions: connected
  Presence subscribed;          // of the lights' shadows: all their filters are granted
  Presence online;              // of the lights' shadows: subscribed, and then read
};

}  // namespace shadowsim::measure
