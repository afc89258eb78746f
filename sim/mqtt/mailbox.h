#pragma once

#include "sim/mqtt/event.h"

namespace shadowsim::mqtt {

// Where the sessions of one worker put what happened, to be handled on the worker's thread, in the
// order in which it was put there.
// Threads: deliver() may be called from any thread; it neither blocks nor throws.
class Mailbox {
 public:
  Mailbox() = default;
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;
  virtual ~Mailbox() = default;

  virtual void deliver(Delivery delivery) noexcept = 0;
};

}  // namespace shadowsim::mqtt
