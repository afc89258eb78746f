#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sim/admission/front_door.h"
#include "sim/admission/visit.h"
#include "sim/gateway/awaited_answers.h"
#include "sim/gateway/backlog.h"
#include "sim/gateway/delivery_window.h"
#include "sim/gateway/handshake.h"
#include "sim/gateway/open_subscribes.h"
#include "sim/packet/packet.h"
#include "sim/policy/facts.h"
#include "sim/time/clock.h"

namespace shadowsim::gateway {

using packet::Frame;
using packet::Publish;

// What is to be sent, and whether that is the end.
struct Passed {
  std::string to_client;
  std::string to_broker;
  bool ends = false;  // both connections, once these bytes are sent
};

// One connection's packets held against the front door: what may pass is passed on, as it is or with what
// the service would tell in its place; what may not is answered as the service answers. It obeys
// admission and decides nothing.
// Threads: one at a time.
// Owns:    the visit. Shares the front door.
// Time:    passed in.
// Errors:  none; bytes that are no MQTT end the connection.
// Source:  account-quotas.md, section 2; iot-policy.md, section 7.
class Screening {
 public:
  // A line for each refusal, "CLIENT_ID: what the client sees: cause".
  using Log = std::function<void(const std::string&)>;

  // `identity`: what is known of the client before its CONNECT; where it has no thing, the client ID is
  // taken for one. `own_client_id` is for a client that brings none. `log` may be empty.
  Screening(std::shared_ptr<admission::FrontDoor> door, policy::Context identity,
            std::string own_client_id, Log log);

  // Takes one packet of that side; appends to `passed`. Requires: `passed` has not ended.
  void from_client(const Frame& frame, TimePoint now, Passed& passed);
  void from_broker(const Frame& frame, TimePoint now, Passed& passed);

  // The client sends what is no packet, or one that is larger than it may be: ends, with a word.
  void malformed(Passed& passed) const;
  bool is_too_large(std::size_t body_bytes, Passed& passed);

  // The broker has ended its connection.
  void broker_gone(Passed& passed);

  // How long to wait until something of what the client has missed is to be sent; none: there is nothing.
  std::optional<Duration> until_backlog(TimePoint now);

  // Sends one. Requires: until_backlog() is zero.
  void send_backlog(TimePoint now, Passed& passed);

  // As DeliveryWindow's: a delivery that the client does not acknowledge.
  std::optional<Duration> until_giving_up(TimePoint now) const {
    return deliveries_.until_giving_up(now);
  }

  // Drops it: the broker need not send it again. Requires: until_giving_up() is zero.
  void give_up_delivery(TimePoint now, Passed& passed);

  // Deliveries that wait until the client has acknowledged others, in bytes.
  std::size_t held_bytes() const { return deliveries_.held_bytes(); }

  // The client has been silent for too long.
  void silent(Passed& passed) const;

  // The endpoint ends the connection, for a reason of MQTT 5.
  void dismiss(std::uint8_t reason, Passed& passed) const;

  // The connection with the client has ended; nothing is taken any more. The first call counts.
  void left(TimePoint now);

  // Whether the client has sent a DISCONNECT that holds.
  bool has_said_goodbye() const { return has_said_goodbye_; }

  bool is_admitted() const { return visit_ != nullptr; }

  // As Handshake's.
  const std::string& discarding() const { return handshake_.discarding(); }

  // For how long the client may say nothing; zero: for ever. Requires: it is admitted.
  Duration silence_most() const { return silence_most_; }

  // As admission::Visit's; nothing before the client is admitted.
  Duration slow_down(admission::Direction direction, std::size_t bytes, TimePoint now);

 private:
  void connect(const Frame& frame, TimePoint now, Passed& passed);
  void publish(const Frame& frame, TimePoint now, Passed& passed);
  void subscribe(const Frame& frame, TimePoint now, Passed& passed);
  void unsubscribe(const Frame& frame, TimePoint now, Passed& passed);
  // Passes a PUBLISH on under this topic.
  void pass_publish(const Publish& publish, std::string_view topic, Passed& passed);
  void await_answer(const Publish& publish, admission::OpenRequests::Place place, Passed& passed);
  std::optional<std::uint32_t> clamped_expiry(const Publish& publish) const;
  void leave(const Frame& frame, Passed& passed);
  void acknowledged(const Frame& frame, TimePoint now, Passed& passed);
  void connack(const Frame& frame, Passed& passed);
  void ask_for_end_of_backlog(Passed& passed);
  std::uint16_t free_backlog_id();
  void puback(const Frame& frame, Passed& passed);
  void unsuback(const Frame& frame, Passed& passed) const;
  void pingresp(const Frame& frame, Passed& passed);
  void deliver(const Frame& frame, TimePoint now, Passed& passed);
  void suback(const Frame& frame, Passed& passed);
  // A delivery of QoS 1, now or as soon as the client has acknowledged others.
  void hand_over(std::uint16_t packet_id, std::string_view packet, TimePoint now, Passed& passed);

  // Obeys a refusal; `packet_id` is of the PUBLISH that it is for, if it is for one of QoS 1.
  void obey(const admission::Refusal& refusal, std::uint16_t packet_id, Passed& passed) const;
  void disconnect(std::uint8_t reason, std::string_view why, Passed& passed) const;
  void say(const std::string& client_id, const admission::Refusal& refusal) const;

  std::shared_ptr<admission::FrontDoor> door_;
  policy::Context identity_;
  std::string own_client_id_;
  Log log_;
  Handshake handshake_;
  std::unique_ptr<admission::Visit> visit_;
  AwaitedAnswers awaited_;
  OpenSubscribes subscribes_;
  DeliveryWindow deliveries_;
  std::optional<quota::TokenBucket> backlog_pace_;
  Backlog backlog_;
  Duration silence_most_{};
  bool has_said_goodbye_ = false;
  std::uint16_t backlog_id_ =
      0;  // of the last one of the backlog; downwards, as the broker begins at 1
};

}  // namespace shadowsim::gateway
