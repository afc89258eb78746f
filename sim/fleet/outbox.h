#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/ids.h"
#include "sim/connection/pace.h"
#include "sim/fleet/connection_driver.h"
#include "sim/mqtt/session.h"

namespace shadowsim::fleet {

// What the shadows of one light send over its one session: requests go out within the connection's
// allowance of publishes and bytes and within the thing's of open requests, in their order, and those
// that may not go out yet wait. Where nothing is near a limit they go out at once.
// Threads:  called on its worker only.
// Owns:     what waits. Borrows workplace and session, which outlive it.
class Outbox {
 public:
  // The light has so many shadows; a tag modulo that is the place of the shadow whose request it is.
  Outbox(Workplace& workplace, mqtt::Session& session, std::uint32_t shadows);
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;
  ~Outbox();

  // Sends a request, or keeps it until it may go. Counts it as published when it is sent.
  void publish(mqtt::Publish request);

  // That request has its answer, or will have none: another one may go.
  void settle(mqtt::PublishTag tag);

  // The shadow waits for none of its requests any more; those that are not sent yet never will be.
  void forget(ShadowId shadow);

  // The connection is gone, and all that was said or was to be said over it.
  void clear();

  // Subscribes of several shadows go over the session, and answers come in the order of asking. The
  // shadow that the next answer is for; none where nobody has asked.
  void subscribe(ShadowId shadow, std::vector<std::string> filters);
  std::optional<ShadowId> take_subscriber();

 private:
  bool may_send(const mqtt::Publish& request);
  void send(mqtt::Publish request);
  void send_waiting();

  Workplace& workplace_;
  mqtt::Session& session_;
  std::uint32_t shadows_;
  connection::Pace publishes_;
  connection::Pace bytes_;
  std::vector<mqtt::Publish> waiting_;  // in their order; seldom any
  std::vector<mqtt::PublishTag> open_;  // in the order of sending; empty where they are not limited
  std::vector<ShadowId> subscribers_;
  TimerId timer_;
};

}  // namespace shadowsim::fleet
