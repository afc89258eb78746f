#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include <mqtt/async_client.h>

#include "sim/mqtt/mailbox.h"
#include "sim/mqtt/session.h"
#include "sim/time/clock.h"

namespace shadowsim::mqtt::paho {

// The one crossing from Paho's threads to ours: every handler of a session's client is here, and
// does three things: it stamps the time, moves what it was told into an Event, and delivers that.
// It takes no lock of ours, does not log, call Paho or wait, since it runs under Paho's
// process-wide mutex on the thread that all clients of the process share.
// What belongs to an earlier connect than the present one is dropped and counted.
// Threads: handlers on Paho's; all else on the session's worker.
// Owns:    nothing that it delivers. Its address is fixed, and it must outlive its client.
class PahoGate final : private ::mqtt::iaction_listener {
 public:
  // Borrows the clock and the mailbox.
  PahoGate(const SessionOptions& options, const Clock& clock, Mailbox& mailbox);

  // Makes the client call the handlers. Its tokens still have to be given listener() and context().
  void attach(::mqtt::async_client& client);

  // Whom to give to each call on the client that has an answer.
  ::mqtt::iaction_listener& listener() { return *this; }

  // What to give along, so that the answer names the publish and the connect that it belongs to.
  void* context(PublishTag tag = 0) const;

  // A connect begins: what earlier ones still have to say is stale from now on.
  void begin_connect();

  // Nothing is delivered from now on, except by a handler that runs right now.
  void close() { open_.store(false); }

  // Delivers on the worker's behalf, as the answer to a call that Paho refused.
  void deliver(Event event) noexcept;

  // How much was dropped because it was stale.
  std::uint64_t stale() const { return stale_.load(); }

 private:
  void on_success(const ::mqtt::token& token) noexcept override;
  void on_failure(const ::mqtt::token& token) noexcept override;
  void on_message(const ::mqtt::const_message_ptr& message) noexcept;
  void on_connection_lost(const std::string& cause) noexcept;
  void on_server_disconnect(::mqtt::ReasonCode code) noexcept;

  void tell_lost(ConnectionLost event) noexcept;
  void deliver_if_current(std::uint32_t generation, Event event) noexcept;

  const SessionId session_;
  const ProtocolVersion version_;
  const bool tells_successful_publishes_;
  const Clock& clock_;
  Mailbox& mailbox_;

  std::atomic<bool> open_ = true;
  std::atomic<std::uint32_t> generation_ = 0;  // of the present connect; counts from 1
  std::atomic<std::uint64_t> stale_ = 0;

  // Of the connect that stands. Touched by handlers only, and so under Paho's mutex.
  static constexpr std::uint32_t kNotConnected = 0;
  std::uint32_t connected_generation_ = kNotConnected;
};

}  // namespace shadowsim::mqtt::paho
