#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/base/random.h"
#include "sim/fleet/connection_driver.h"
#include "sim/fleet/outbox.h"
#include "sim/fleet/shadow_driver.h"
#include "sim/measure/ledger.h"
#include "sim/scenario/scenario.h"
#include "sim/schedule/plan.h"
#include "sim/shadow/topics.h"

namespace shadowsim::fleet {

// One light at work: a connection and, over it, each of the light's shadows. It hands what the
// session delivers to the shadow that it is about.
// Threads:  called on its worker only.
// Owns:     its session and its shadows' machines. Borrows workplace, ledger and fleet.
class LightDriver {
 public:
  using Check = ShadowDriver::Check;

  LightDriver(Workplace& workplace, measure::Ledger& ledger, const scenario::Fleet& fleet,
              LightId light, const mqtt::SessionOptions& options, Random random);
  LightDriver(const LightDriver&) = delete;
  LightDriver& operator=(const LightDriver&) = delete;
  ~LightDriver();

  ConnectionDriver& connection() { return connection_; }
  const ConnectionDriver& connection() const { return connection_; }

  // Names one of its shadows. Requires: it is one of the fleet's.
  shadow::ShadowKey key(ShadowId shadow) const { return shadows_[shadow.value]->key(); }

  // It has read its shadows once and the service has its state in all of them.
  bool is_ready() const;

  // It will not be ready any more.
  bool has_given_up() const;

  void on(const mqtt::Delivery& delivery);

  // A change of reported: the switch on the wall.
  void change_locally(const schedule::PlannedChange& change);

  // Whether one of its shadows is about to do something by itself; see LightMachine.
  bool is_at_work() const;

  // Asks the service about each shadow whether it is in sync, unless that was done or it is not
  // online. The light is in sync when all its shadows are, and divergent when all are answered and
  // one of them is.
  void check();
  Check check_result() const;

 private:
  void on_up(TimePoint at);
  void on_down(TimePoint at, bool perhaps_refused);
  void on_message(const mqtt::MessageArrived& message, TimePoint at);
  void on_subscribed(const mqtt::Subscribed& subscribed, TimePoint at);

  Workplace& workplace_;
  std::string thing_;
  ConnectionDriver connection_;
  Outbox outbox_;
  std::vector<std::unique_ptr<ShadowDriver>>
      shadows_;  // in the fleet's order; have fixed addresses
};

}  // namespace shadowsim::fleet
