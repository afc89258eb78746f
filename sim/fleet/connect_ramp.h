#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/fleet/crew.h"
#include "sim/schedule/shard.h"

namespace shadowsim::fleet {

// The pace at which a crew's sessions connect: its shard's share of the scenario's connects per second, and
// of those that may wait for their answer at a time. A pace by time alone would overrun a broker's listen
// queue, which is short.
// Threads: called on its worker only.
// Owns:    nothing. Borrows scenario and crew, which must outlive it.
// Time:    passed in.
class ConnectRamp {
 public:
  ConnectRamp(const scenario::Scenario& scenario, schedule::Shard shard, Crew& crew);

  // Turns count from this moment. Requires: called before all that follows.
  void begin(TimePoint now) { began_ = now; }

  // Starts the sessions whose turn has come, as long as few enough wait for an answer.
  void start_due(TimePoint now);

  std::size_t started() const { return started_; }
  bool all_started() const { return started_ == crew_.sessions(); }

  // When the next one may be started, if few enough wait then.
  TimePoint next_turn() const;

  // Whether all have had time to connect and to ask twice, so that nobody is worth waiting for.
  bool is_overdue(TimePoint now) const;

 private:
  const scenario::Fleet& fleet_;
  Rate rate_;
  std::uint32_t in_flight_most_;
  Crew& crew_;
  TimePoint began_;
  std::size_t started_ = 0;  // in the crew's order
};

}  // namespace shadowsim::fleet
