#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "sim/gateway/broker_stream.h"
#include "sim/gateway/client_stream.h"
#include "sim/gateway/faulty_link.h"
#include "sim/gateway/inbox.h"
#include "sim/gateway/outbox.h"
#include "sim/gateway/screening.h"
#include "sim/time/clock.h"

namespace shadowsim::gateway {

// One client's connection and the one to the broker that goes with it: reads packets on both, lets Screening
// say what passes, and sends it. Where one side does not keep up, or has had its throughput, the other is
// not read: back pressure, and no loss.
// Threads: the one that runs its io_context.
// Owns:    both connections and the visit; itself, until both have ended. The clock must outlive it.
// Errors:  none; whatever fails ends both connections.
class Relay : public std::enable_shared_from_this<Relay> {
 public:
  struct Surroundings {
    const Clock& clock;
    std::shared_ptr<admission::FrontDoor> door;
    BrokerAddress broker;
    Screening::Log log;
    std::shared_ptr<FaultsInForce> faults;  // null: links have none
  };

  Relay(boost::asio::any_io_executor executor, ClientStream client, Surroundings surroundings,
        std::string own_client_id);

  // Begins; returns at once.
  void start();

  // Ends both connections without a word. Asynchronous work ends some time after.
  void stop();

  // Ends both, after a DISCONNECT with that reason to a client of MQTT 5. Requires: is_serving().
  void dismiss(std::uint8_t reason);

  // The faults of links that are in force have changed.
  void look_at_faults() {
    if (link_) link_->look();
  }

  // Whether its client is admitted, and neither side has ended.
  bool is_serving() const { return !is_ending_ && screening_ && screening_->is_admitted(); }

 private:
  boost::asio::awaitable<void> serve_client();
  boost::asio::awaitable<void> serve_broker();
  void begin(boost::asio::awaitable<void> (Relay::*part)());
  boost::asio::awaitable<void> send_to_client();
  boost::asio::awaitable<void> send_to_broker();
  boost::asio::awaitable<void> send_backlog();
  boost::asio::awaitable<void> watch_client();

  // Those that the client has not acknowledged in time. How long until the next are to be looked for.
  Duration give_up_deliveries(TimePoint now);

  // Reads what the client has sent, as ClientStream::read_some().
  boost::asio::awaitable<std::size_t> read_client(std::span<char> room) {
    return link_ ? link_->read_some(room) : client_.read_some(room);
  }

  // Whether the client's link lets it hear nothing of an end now.
  bool waits_for_link() const { return link_ && link_->holds_back(); }

  // Takes all packets that `input` holds; false once it is the end.
  bool take(Inbox& input, admission::Direction direction, TimePoint now);

  // Sends what can be sent at once, leaves the rest to the outboxes, and empties `passed`.
  void pass(Passed& passed);
  void begin_end();
  void wake_all();
  bool has_room(const Outbox& outbox) const;
  boost::asio::awaitable<void> wait_for_room(Outbox& outbox);
  boost::asio::awaitable<void> pause(Duration length);
  boost::asio::awaitable<bool> connect_to_broker();
  boost::asio::awaitable<void> discard_earlier_session();

  boost::asio::any_io_executor executor_;
  ClientStream client_;
  std::unique_ptr<FaultyLink> link_;  // to the client, from start() on; null: it has no faults
  BrokerStream broker_;
  Surroundings surroundings_;
  std::string own_client_id_;
  std::unique_ptr<Screening> screening_;  // from the handshake on
  Inbox from_client_;
  Inbox from_broker_;
  Passed passed_;  // of the packets being taken; kept for its buffers
  Outbox to_client_;
  Outbox to_broker_;
  boost::asio::steady_timer watch_;  // over the client
  TimePoint last_heard_;
  bool is_sending_backlog_ = false;
  bool is_held_back_ = false;         // the client is not read for the moment
  bool is_broker_held_back_ = false;  // nor the broker, until there is room for what it sends
  bool is_client_going_ = false;      // by itself
  bool is_client_over_ = false;
  bool is_broker_over_ = true;  // or not there yet
  bool is_ending_ = false;      // no packet is taken any more; what waits is still sent
};

}  // namespace shadowsim::gateway
