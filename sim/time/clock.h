#pragma once

#include <chrono>

#include "sim/base/units.h"

namespace shadowsim {

// The clock that latencies are measured on: monotonic, nanoseconds, one clock for all processes of
// a machine. It has no now(): whoever needs the time is given it, so that the same code runs in
// virtual time, and so that a time of the operating system cannot slip in by accident.
struct MonotonicClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<MonotonicClock>;
  static constexpr bool is_steady = true;  // NOLINT(readability-identifier-naming): std's name
};

using TimePoint = MonotonicClock::time_point;

// Time of day in UTC, for what is shown to people and for the service's timestamps only: it may
// jump, so no latency is ever computed from it.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

// A port to a running clock.
// Threads: any thread.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  virtual TimePoint now() const = 0;
  virtual WallTime wall_now() const = 0;
};

}  // namespace shadowsim
