#pragma once

#include <cstdint>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "sim/base/result.h"
#include "sim/mqtt/session.h"
#include "sim/time/clock.h"

namespace shadowsim::mqtt::mosquitto {

// How many descriptors a session takes while it is connected: its socket. The pair of sockets that
// libmosquitto adds, to be woken by other threads, is left out; see socket_turn.h.
inline constexpr std::uint64_t kDescriptorsPerSession = 1;

// What the sessions of one factory share.
struct Common;

// Makes sessions that are clients of libmosquitto, driven by the reactor of an io_context, with
// neither threads nor locks: some thousands go well into one process. Nothing blocks but the
// factory's constructor, which resolves the endpoint's name once for all.
// What libmosquitto does not do: WebSockets; telling the DUP flag of a message, so `duplicate` is
// always false; keep-alive times below 5 s, which become 5 s. A connect_timeout is exceeded by up
// to a second.
// Threads: the one that runs the context, as its sessions.
// Owns:    nothing of its sessions, which may outlive it. Borrows clock and context, which must
//          outlive all sessions.
class MosquittoSessionFactory final : public SessionFactory {
 public:
  // Whether the engine can speak to this endpoint.
  // Errors: kUsage for WebSockets.
  static Result<void> check(const Endpoint& endpoint);

  // Where the name cannot be resolved or a certificate file be used, each connect fails and says
  // so. Requires: check() accepts the endpoint.
  MosquittoSessionFactory(const Endpoint& endpoint, const Clock& clock,
                          boost::asio::io_context& context);

  std::unique_ptr<Session> make(const SessionOptions& options, Mailbox& mailbox) override;

 private:
  std::shared_ptr<Common> common_;
};

}  // namespace shadowsim::mqtt::mosquitto
