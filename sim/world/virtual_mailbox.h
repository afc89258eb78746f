#pragma once

#include <functional>

#include "sim/mqtt/mailbox.h"
#include "sim/time/scheduler.h"

namespace shadowsim::world {

// Hands deliveries over in virtual time: at once, but never from within the call that caused them.
// Threads: one.
class VirtualMailbox final : public mqtt::Mailbox {
 public:
  explicit VirtualMailbox(Scheduler& scheduler) : scheduler_{scheduler} {}

  // Whom to hand deliveries to. Requires: set before the first delivery is due.
  void set_handler(std::function<void(const mqtt::Delivery&)> handler) {
    handler_ = std::move(handler);
  }

  void deliver(mqtt::Delivery delivery) noexcept override;

 private:
  Scheduler& scheduler_;
  std::function<void(const mqtt::Delivery&)> handler_;
};

}  // namespace shadowsim::world
