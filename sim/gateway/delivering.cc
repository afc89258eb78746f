#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "sim/gateway/screening.h"
#include "sim/packet/packet_writing.h"
#include "sim/quota/limits.h"

// What goes to the client by itself: messages, live ones and those of its backlog.
namespace shadowsim::gateway {

using namespace packet;

void Screening::connack(const Frame& frame, Passed& passed) {
  const auto is_resumed = handshake_.connack(frame, passed.to_client);
  if (!is_resumed) return;  // the broker does not want it
  if (!*is_resumed) return visit_->hold().session().clear();
  if (!backlog_pace_) return;
  backlog_ = Backlog{visit_->hold().session(), *backlog_pace_};
  ask_for_end_of_backlog(passed);
}

void Screening::ask_for_end_of_backlog(Passed& passed) {
  awaited_.pinged({AwaitedAnswers::Asker::kBacklog});
  append_pingreq(passed.to_broker);
}

void Screening::pingresp(const Frame& frame, Passed& passed) {
  const auto ping = awaited_.ping_answered();
  switch (ping.asker) {
    case AwaitedAnswers::Asker::kClient:
      passed.to_client += frame.bytes;
      return;
    case AwaitedAnswers::Asker::kRequest:
      return visit_->answered(ping.place);
    case AwaitedAnswers::Asker::kBacklog:
      if (backlog_.answered()) ask_for_end_of_backlog(passed);
      return;
  }
}

void Screening::deliver(const Frame& frame, TimePoint now, Passed& passed) {
  const auto publish = read_publish(frame, handshake_.version());
  if (!publish || !visit_) {
    passed.to_client += frame.bytes;
    return;
  }
  const bool is_acknowledged = publish->qos == 1;
  if (is_acknowledged && backlog_.is_not_stored(publish->topic, publish->payload)) {
    // dropped: it was counted and told as it came
  } else if (is_acknowledged &&
             (backlog_.is_catching_up() || backlog_.has_sent(publish->packet_id))) {
    backlog_.add(frame.bytes, now);
  } else if (const auto refusal = visit_->deliver(publish->topic, now)) {
    say(visit_->client_id(), *refusal);
  } else if (is_acknowledged) {
    return hand_over(publish->packet_id, frame.bytes, now, passed);
  } else {
    passed.to_client += frame.bytes;
  }
  // The broker waits for an acknowledgement of what the client sees later, or never.
  if (is_acknowledged)
    append_puback(passed.to_broker, handshake_.version(), publish->packet_id, 0, {});
}

std::optional<Duration> Screening::until_backlog(TimePoint now) {
  return backlog_.wait(now);
}

void Screening::send_backlog(TimePoint now, Passed& passed) {
  const std::uint16_t packet_id = free_backlog_id();
  const auto [publish, age] = backlog_.send(packet_id, handshake_.version(), now);
  PropertyWriter properties{publish.properties};
  const Property* const expiry = publish.properties.find(PropertyId::kMessageExpiryInterval);
  const bool is_expired = expiry != nullptr && age >= std::chrono::seconds{expiry->number()};
  if (is_expired) {
    backlog_.finish(packet_id);
    return;
  }
  if (const auto refusal = visit_->deliver(publish.topic, now)) {
    say(visit_->client_id(), *refusal);
    backlog_.finish(packet_id);
    return;
  }
  // Source: MQTT 5.0, section 3.3.2.3.3: the rest is told.
  if (expiry != nullptr) {
    const auto waited = std::chrono::floor<std::chrono::seconds>(age).count();
    properties.set_four_bytes(PropertyId::kMessageExpiryInterval,
                              expiry->number() - static_cast<std::uint32_t>(waited));
  }
  std::string packet;
  append_publish(packet, handshake_.version(), publish, properties);
  hand_over(packet_id, packet, now, passed);
}

void Screening::hand_over(std::uint16_t packet_id, std::string_view packet, TimePoint now,
                          Passed& passed) {
  deliveries_.deliver(packet_id, packet, now, passed.to_client);
  visit_->note_unacknowledged(deliveries_.unacknowledged());
}

std::uint16_t Screening::free_backlog_id() {
  constexpr std::uint16_t kHighest = 0xFFFF;
  do {
    backlog_id_ = backlog_id_ <= 1 ? kHighest : static_cast<std::uint16_t>(backlog_id_ - 1);
  } while (deliveries_.awaits(backlog_id_));
  return backlog_id_;
}

// By the client, of a delivery.
void Screening::acknowledged(const Frame& frame, TimePoint now, Passed& passed) {
  const auto answer = read_publish_answer(frame, handshake_.version());
  if (!answer) return malformed(passed);
  // The broker may have used the ID of one that was given up again.
  if (!deliveries_.acknowledged(answer->packet_id, now, passed.to_client)) return;
  if (!backlog_.finish(answer->packet_id)) passed.to_broker += frame.bytes;
}

void Screening::give_up_delivery(TimePoint now, Passed& passed) {
  const std::uint16_t packet_id = deliveries_.give_up(now, passed.to_client);
  const auto limit = handshake_.version() == Version::kMqtt5
                         ? quota::Limit::kQos1RedeliveryGiveUpSecondsMqtt5
                         : quota::Limit::kQos1RedeliveryGiveUpSecondsMqtt311;
  if (log_) log_(fmt::format("{}: given up: {}", visit_->client_id(), quota::row_of(limit).key));
  if (!backlog_.finish(packet_id))
    append_puback(passed.to_broker, handshake_.version(), packet_id, 0, {});
}

}  // namespace shadowsim::gateway
