#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "sim/time/clock.h"

namespace shadowsim::measure {

// How long after certain moments, the ends of a timeline's steps, every light was in sync with what had been
// wanted of it by then. A light is out of sync from the moment when a change of it was planned until no change
// of it is open any more.
// Threads: the worker's thread only. Time: passed in.
class Settling {
 public:
  // From now on for these moments, in any order, and for none before.
  void watch(const std::vector<TimePoint>& moments);

  // A light was out of sync for that time, or is so at the end of the run.
  void was_out(TimePoint from, TimePoint until);
  void stays_out(TimePoint from);

  // By moment, in the order in which they were given: zero where all were in sync, none where a light never was
  // again.
  std::vector<std::optional<Duration>> settled_after() const;

 private:
  struct Moment {
    TimePoint when;
    std::size_t place;
    std::optional<Duration> after = Duration::zero();
  };

  std::vector<Moment> moments_;  // by time
};

}  // namespace shadowsim::measure
