#pragma once

#include <optional>

#include "sim/fleet/conductor.h"
#include "sim/fleet/crew.h"
#include "sim/scenario/scenario.h"
#include "sim/schedule/plan.h"
#include "sim/time/virtual_time.h"
#include "sim/world/network_model.h"
#include "sim/world/virtual_broker.h"
#include "sim/world/virtual_mailbox.h"

namespace shadowsim::world {

// A fleet, a network and a service in one process and in virtual time: the same crew and conductor
// as in a real run, so that a scenario replays from its seed, event by event.
// Threads: one.
// Owns:    everything in it. Borrows the scenario, which must outlive it.
class World {
 public:
  World(const scenario::Scenario& scenario, const NetworkModel& network,
        schedule::Shard shard = {});
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World();

  // Plays the scenario to its end and says how it ended.
  fleet::RunEnd run();

  VirtualTime& time() { return time_; }
  VirtualBroker& broker() { return broker_; }
  fleet::Crew& crew() { return crew_; }
  fleet::Conductor& conductor() { return conductor_; }

 private:
  VirtualTime time_;
  VirtualBroker broker_;
  VirtualMailbox mailbox_;
  fleet::Crew crew_;
  fleet::Conductor conductor_;
};

}  // namespace shadowsim::world
