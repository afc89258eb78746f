#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "sim/gateway/client_stream.h"
#include "sim/gateway/faults_in_force.h"
#include "sim/gateway/link_faults.h"
#include "sim/time/clock.h"

namespace shadowsim::gateway {

// The link to one client of a gateway in which links may have faults: what the client sends is read through
// it, and what the client is sent may be held back by it. Whose link it is it sees in the CONNECT, which is
// held as all that follows; over TLS the handshake before it is not.
// Threads: the one that runs the executor.
// Owns:    what is under way. Borrows clock and stream, which must outlive it, as it must outlive what its
//          owner keeps alive: its coroutines hold the owner.
class FaultyLink {
 public:
  // Called with what the client may be sent now, and without bytes when nothing is held back any more.
  using Deliver = std::function<void(std::string_view bytes)>;

  FaultyLink(const Clock& clock, std::shared_ptr<FaultsInForce> faults, ClientStream& client,
             const boost::asio::any_io_executor& executor, std::weak_ptr<void> owner,
             Deliver deliver);

  // As ClientStream::read_some(), for what has come through the link; 0 as soon as it is stopped.
  // Requires: one call at a time, and none of the stream's own.
  boost::asio::awaitable<std::size_t> read_some(std::span<char> room);

  // Takes what the client is to be sent, to deliver it later; what it does not take, as it has no fault, is
  // returned and may be sent at once.
  std::string_view hold(std::string_view bytes);

  // The faults in force have changed.
  void look();

  // Gives up what is under way.
  void stop();

  // Whether the client would not hear yet what it is sent now, or that the connection ends.
  bool holds_back() const { return !is_stopped_ && (down_.is_silent() || down_.held_bytes() != 0); }

  // What waits to be delivered to the client.
  std::size_t held_bytes() const { return down_.held_bytes(); }

 private:
  boost::asio::awaitable<void> read_ahead();
  boost::asio::awaitable<void> carry_down();
  static boost::asio::awaitable<void> wait(boost::asio::steady_timer& timer,
                                           std::optional<Duration> length);
  std::optional<Duration> until_next(LinkFaults& way) const;
  void begin(boost::asio::awaitable<void> (FaultyLink::*part)(), bool& has_begun);
  void meet(std::string_view bytes);
  void take_in(std::string_view bytes);

  const Clock& clock_;
  std::shared_ptr<FaultsInForce> faults_;
  ClientStream& client_;
  boost::asio::any_io_executor executor_;
  std::weak_ptr<void> owner_;
  Deliver deliver_;
  std::string greeting_;  // as much of the CONNECT as has come, until it is whole
  std::string client_id_;
  LinkFaults up_;    // from the client
  LinkFaults down_;  // to the client
  boost::asio::steady_timer up_changes_;
  boost::asio::steady_timer up_has_room_;
  boost::asio::steady_timer down_changes_;
  bool has_passed_ = false;  // anything that the client has sent
  bool is_met_ = false;      // the CONNECT has been seen
  bool is_reading_ahead_ = false;
  bool is_carrying_down_ = false;
  bool is_stopped_ = false;
};

}  // namespace shadowsim::gateway
