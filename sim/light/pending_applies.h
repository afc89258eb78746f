#pragma once

#include <optional>
#include <vector>

#include "sim/shadow/section.h"
#include "sim/time/clock.h"

namespace shadowsim::light {

// Deltas that a light has taken and not yet applied, since applying takes time (a lamp fades, a
// valve turns). Each waits its own time. Deltas are cumulative, so a newer one tells which parts of
// the older ones are still wanted; the others are dropped and never shown or reported.
class PendingApplies {
 public:
  // Takes a delta in, after dropping from the older ones what it does not hold likewise.
  void add(const shadow::Section& delta, TimePoint due);

  // Drops what is not part of `wanted` with the same value, and answers with that.
  shadow::Section keep_only(const shadow::Section& wanted);

  // Drops what a local change has set to something else.
  void override_with(const shadow::Section& change);

  // Takes out all that is due at `now`, oldest first, as one state; empty where nothing is.
  shadow::Section take_due(TimePoint now);

  // All that is waiting.
  shadow::Section all() const;

  // When the next one is due.
  std::optional<TimePoint> next() const;

 private:
  struct Pending {
    TimePoint due;
    shadow::Section state;
  };

  std::vector<Pending> pending_;  // in order of arrival
};

}  // namespace shadowsim::light
