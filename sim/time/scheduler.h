#pragma once

#include <cstdint>
#include <functional>

#include "sim/time/clock.h"

namespace shadowsim {

// Names one armed timer, so that it can be cancelled. Zero names none.
struct TimerId {
  std::uint64_t value = 0;

  friend bool operator==(TimerId, TimerId) = default;
};

// A port to something that calls back at a given moment.
// Threads:  called on the worker's thread only; callbacks run there, too, one after another.
// Time:     now() is the moment at which the callback that runs now was dispatched, read once for
//           it, except that a scheduler on real time may move it forward between callbacks.
class Scheduler : public Clock {
 public:
  // Calls `callback` once, at `when` or as soon after it as can be, and never before this call has
  // returned. Callbacks due at one moment run in the order in which they were armed. `when` may be
  // past on real time, which moves while one computes; in virtual time that is a mistake.
  virtual TimerId at(TimePoint when, std::function<void()> callback) = 0;

  // Forgets the timer. Does nothing for one that has run, was cancelled, or is zero.
  virtual void cancel(TimerId timer) = 0;
};

}  // namespace shadowsim
