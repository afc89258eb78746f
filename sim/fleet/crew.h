#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <string>

#include "sim/fleet/app_driver.h"
#include "sim/fleet/attendance.h"
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

  // Calls this whenever a connect has come to an end, well or badly; replaces what was set before.
  // It may be amidst what a session does, so nothing of the crew may be called from it.
  void on_connect_ended(std::function<void()> ended) { connect_ended_ = std::move(ended); }

  // Sessions that wait for the answer to a connect right now.
  std::size_t connecting() const {
    return app_attendance_.connecting() + light_attendance_.connecting();
  }

  // Sessions that are ready for the run: apps connected, lights in step with the service.
  std::size_t ready() const { return app_attendance_.ready() + light_attendance_.ready(); }

  // Lights among them.
  std::size_t ready_lights() const { return light_attendance_.ready(); }

  // Sessions that will not be ready any more.
  std::size_t given_up() const { return app_attendance_.given_up() + light_attendance_.given_up(); }

  // Why a connect failed, of the session that failed first in their order; empty where none has.
  std::string connect_failure() const;

  // The same of the lights alone; empty where one is connected, too, as it was let in after all.
  std::string light_failure() const;

  // --- the run --------------------------------------------------------------------------------

  // Does what the change says now: its app sends it, or its light is switched by hand. `planned` is
  // when it was meant to happen. Requires: the change is of this crew's shard.
  void perform(const schedule::PlannedChange& change, TimePoint planned);

  // Whether a light is about to do something by itself: applies a delta, waits for an answer.
  bool is_at_work() const;

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
  // Counts the session of that place where it stands now.
  void count(std::size_t place);

  AppDriver& app_of(LightId light) { return apps_[shard_.place_of(light) % apps_.size()]; }

  schedule::Shard shard_;
  measure::Measurements measurements_;
  measure::Ledger ledger_;
  Workplace workplace_;
  Attendance app_attendance_;
  Attendance light_attendance_;
  std::function<void()> connect_ended_;
  std::deque<AppDriver> apps_;  // those of the shard; a deque, since drivers have fixed addresses
  std::deque<LightDriver> lights_;  // those of the shard, in the fleet's order
};

}  // namespace shadowsim::fleet
