#pragma once

#include "sim/fleet/crew.h"
#include "sim/measure/tally.h"
#include "sim/schedule/shard.h"

namespace shadowsim::fleet {

// The final check of a crew: a get on every shadow of every light, no faster than the shard's share of the
// scenario's pace. Lights that are away are asked when they are back, and those that work on a difference
// again when they are done, if that is in time.
// Threads: called on its worker only.
// Owns:    nothing. Borrows scenario and crew, which must outlive it.
// Time:    passed in.
class CheckRound {
 public:
  // The pace counts from `now`.
  CheckRound(const scenario::Scenario& scenario, schedule::Shard shard, Crew& crew, TimePoint now);

  // Asks the lights that can be asked now. Whether the round is over: all have answered, or nobody can be
  // waited for any longer. To be called again soon while it is not.
  bool go_on(TimePoint now);

  // What the lights have answered so far.
  measure::FinalCheck result() const;

 private:
  const scenario::Fleet& fleet_;
  Rate rate_;
  Crew& crew_;
  TimePoint began_;
  double sent_ = 0;  // gets, those that were repeated counted anew
};

}  // namespace shadowsim::fleet
