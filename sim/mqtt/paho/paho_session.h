#pragma once

#include <memory>

#include "sim/mqtt/session.h"
#include "sim/time/clock.h"

namespace shadowsim::mqtt::paho {

// Makes sessions that are Eclipse Paho C++ async_clients: without persistence, without automatic
// reconnect, without consumer queue, and never waiting for a token. Some 100 of them go well into
// one process: Paho has one send and one receive thread for all, and walks lists of all.
// What Paho itself would add to latencies is cured; see tcp_no_delay.h and prompt_poll.h. It looks
// after connects that take too long only every three seconds, so a connect_timeout is exceeded by
// up to that, and it takes whole seconds, rounded up.
// Threads: as the sessions, its worker's.
// Owns:    nothing; borrows the clock, which must outlive all sessions.
class PahoSessionFactory final : public SessionFactory {
 public:
  // Puts the cures in force for the process; it is a mistake of the build if they cannot be.
  PahoSessionFactory(Endpoint endpoint, const Clock& clock);

  std::unique_ptr<Session> make(const SessionOptions& options, Mailbox& mailbox) override;

 private:
  Endpoint endpoint_;
  const Clock& clock_;
};

}  // namespace shadowsim::mqtt::paho
