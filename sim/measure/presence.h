#pragma once

#include <cstdint>
#include <optional>

#include "sim/time/clock.h"

namespace shadowsim::measure {

// How long a fleet took to be all there, at first and after losses: connected, or further than that.
struct FullFleet {
  // From the begin of the first connect to all being there; none: they never were.
  std::optional<Duration> after;

  // The longest time from the first loss in a fleet that was all there to its being so again; none:
  // that has not happened.
  std::optional<Duration> again_after;

  friend bool operator==(const FullFleet&, const FullFleet&) = default;
};

// Notes who comes and goes, in one sense of being there.
// Threads: a value; one thread.
class Presence {
 public:
  // So many are the whole fleet.
  void expect(std::uint64_t all) { expected_ = all; }

  void connecting(TimePoint at);
  void up(TimePoint at);
  void down(TimePoint at);

  const FullFleet& full_fleet() const { return full_fleet_; }

 private:
  std::uint64_t expected_ = 0;
  std::uint64_t present_ = 0;
  std::optional<TimePoint> incomplete_since_;
  FullFleet full_fleet_;
};

}  // namespace shadowsim::measure
