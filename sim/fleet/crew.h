#pragma once

#include <cstddef>
#include <deque>
#include <string>

#include "sim/fleet/app_driver.h"
#include "sim/fleet/light_driver.h"
#include "sim/measure/ledger.h"
#include "sim/measure/measurements.h"
#include "sim/mqtt/session.h"
#include "sim/scenario/scenario.h"
#include "sim/schedule/plan.h"
#include "sim/time/scheduler.h"

namespace shadowsim::fleet {

// The protocol that the scenario asks for.
mqtt::ProtocolVersion protocol_of(const scenario::Fleet& fleet);

// All lights of one shard and the apps that drive them, with the book of what they do.
// Threads:  called on its worker only.
// Owns:     lights, apps, ledger and measurements. Borrows scenario, scheduler, sessions and
// mailbox, which
//           must outlive it. Destroying it closes every session, which may take long: never while
//           measuring.
class Crew {
 public:
  Crew(const scenario::Scenario& scenario, schedule::Shard shard, mqtt::ProtocolVersion version,
       Scheduler& scheduler, mqtt::SessionFactory& sessions, mqtt::Mailbox& mailbox);
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew();

  // Hands what a session told to the light or app that it belongs to.
  void handle(const mqtt::Delivery& delivery);

  // --- connecting -----------------------------------------------------------------------------

  // Sessions: apps first, then lights.
  std::size_t sessions() const { return apps_.size() + lights_.size(); }
  std::size_t lights() const { return lights_.size(); }

  // Begins to connect the session of that place. Requires: place < sessions().
  void start(std::size_t place);

  // Sessions that wait for the answer to a connect right now.
  std::size_t connecting() const;

  // Sessions that are ready for the run: apps connected, lights in step with the service.
  std::size_t ready() const;

  // Lights among them.
  std::size_t ready_lights() const;

  // Sessions that will not be ready any more.
  std::size_t given_up() const;

  // Why a connect failed, of the session that failed first in their order; empty where none has.
  std::string connect_failure() const;

  // --- the run --------------------------------------------------------------------------------

  // Does what the change says now: its app sends it, or its light is switched by hand. `planned` is
  // when it was meant to happen. Requires: the change is of this crew's shard.
  void perform(const schedule::PlannedChange& change, TimePoint planned);

  // Asks the service about the light of that place, unless that was done or the light is not online
  // now; the answer is its verdict.
  // Requires: place < lights().
  void check(std::size_t place) { lights_[place].check(); }
  LightDriver::Check check_result(std::size_t place) const { return lights_[place].check_result(); }

  // --- the end --------------------------------------------------------------------------------

  void stop_all();
  bool all_stopped() const;

  measure::Ledger& ledger() { return ledger_; }

  // The flights that were recorded, with their names, and times since `began`.
  measure::Flights flights(TimePoint began) const;
  measure::Measurements& measurements() { return measurements_; }
  const measure::Measurements& measurements() const { return measurements_; }

 private:
  AppDriver& app_of(LightId light) { return apps_[shard_.place_of(light) % apps_.size()]; }

  schedule::Shard shard_;
  measure::Measurements measurements_;
  measure::Ledger ledger_;
  Workplace workplace_;
  std::deque<AppDriver> apps_;  // those of the shard; a deque, since drivers have fixed addresses
  std::deque<LightDriver> lights_;  // those of the shard, in the fleet's order
};

}  // namespace shadowsim::fleet
