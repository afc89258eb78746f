#pragma once

#include "sim/base/random.h"
#include "sim/fleet/connection_driver.h"
#include "sim/measure/ledger.h"
#include "sim/scenario/scenario.h"
#include "sim/schedule/plan.h"
#include "sim/shadow/topics.h"

namespace shadowsim::fleet {

// One app: a session that publishes desired updates. It subscribes to nothing: whether an update
// was accepted is heard by the light, on the topics it has subscribed to anyway, as answers to
// anybody's updates arrive there; a refusal by the broker comes with the PUBACK.
// Threads: called on its worker only.
// Owns:    its session. Borrows workplace and ledger.
class AppDriver {
 public:
  AppDriver(Workplace& workplace, measure::Ledger& ledger, const mqtt::SessionOptions& options,
            Random random);

  ConnectionDriver& connection() { return connection_; }
  const ConnectionDriver& connection() const { return connection_; }

  bool is_ready() const { return connection_.is_up(); }
  bool has_given_up() const { return connection_.has_given_up(); }

  // Sends the change now to the shadow that it is of, and enters it in the ledger, from `planned`
  // on.
  void send(const schedule::PlannedChange& change, shadow::ShadowKey key, TimePoint planned);

  void on(const mqtt::Delivery& delivery);

 private:
  void on_publish_completed(const mqtt::PublishCompleted& completed, TimePoint at);

  Workplace& workplace_;
  measure::Ledger& ledger_;
  ConnectionDriver connection_;
};

}  // namespace shadowsim::fleet
