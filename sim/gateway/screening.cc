#include "sim/gateway/screening.h"

#include <utility>

#include "sim/gateway/packet_request.h"
#include "sim/packet/packet_writing.h"
#include "sim/shadow/turned_away.h"

namespace shadowsim::gateway {

using namespace packet;

namespace {

using admission::Refusal;
using quota::Reaction;

// Source: MQTT 5.0, section 2.4.
constexpr std::uint8_t kMalformedPacket = 0x81;
constexpr std::uint8_t kProtocolError = 0x82;
constexpr std::uint8_t kKeepAliveTimeout = 0x8D;
constexpr std::uint8_t kSuccess = 0x00;

// What the service does not tell: it says success. Source: iot-policy.md, section 8.
constexpr std::uint8_t kNoMatchingSubscribers = 0x10;

constexpr std::uint8_t kIdentifierRejected = 0x02;  // MQTT 3.1.1, section 3.2.2.3

}  // namespace

Screening::Screening(std::shared_ptr<admission::FrontDoor> door, policy::Context identity,
                     std::string own_client_id, Log log)
    : door_{std::move(door)},
      identity_{std::move(identity)},
      own_client_id_{std::move(own_client_id)},
      log_{std::move(log)} {}

void Screening::from_client(const Frame& frame, TimePoint now, Passed& passed) {
  if (!is_admitted()) return connect(frame, now, passed);
  switch (frame.type()) {
    case PacketType::kPublish:
      return publish(frame, now, passed);
    case PacketType::kSubscribe:
      return subscribe(frame, now, passed);
    case PacketType::kUnsubscribe:
      return unsubscribe(frame, now, passed);
    case PacketType::kPingreq:
      door_->counters().count(admission::Metric::kPingSuccess);
      awaited_.pinged({});
      passed.to_broker += frame.bytes;
      return;
    case PacketType::kPuback:
      return acknowledged(frame, now, passed);
    case PacketType::kDisconnect:
      return leave(frame, passed);
    default:  // those of QoS 2 among them. Source: iot-policy.md, section 8.
      return disconnect(kProtocolError, "a packet that has no place here", passed);
  }
}

void Screening::from_broker(const Frame& frame, TimePoint now, Passed& passed) {
  switch (frame.type()) {
    case PacketType::kConnack:
      return connack(frame, passed);
    case PacketType::kPublish:
      return deliver(frame, now, passed);
    case PacketType::kSuback:
      return suback(frame, passed);
    case PacketType::kPuback:
      return puback(frame, passed);
    case PacketType::kUnsuback:
      return unsuback(frame, passed);
    case PacketType::kPingresp:
      return pingresp(frame, passed);
    default:
      passed.to_client += frame.bytes;
  }
}

void Screening::malformed(Passed& passed) const {
  disconnect(kMalformedPacket, "no MQTT packet", passed);
}

bool Screening::is_too_large(std::size_t body_bytes, Passed& passed) {
  constexpr std::size_t kBytesMost = 256 * 1024;  // more than the broker takes, whatever the quotas
  const auto refusal = visit_ ? visit_->packet(body_bytes) : std::nullopt;
  if (refusal) {
    say(visit_->client_id(), *refusal);
    obey(*refusal, 0, passed);
    return true;
  }
  passed.ends = passed.ends || body_bytes > kBytesMost;
  return passed.ends;
}

void Screening::broker_gone(Passed& passed) {
  const auto refusal = visit_ ? visit_->taken_over() : std::nullopt;
  if (refusal) obey(*refusal, 0, passed);
  passed.ends = true;
}

void Screening::silent(Passed& passed) const {
  const auto refusal = visit_ ? visit_->silent() : std::nullopt;
  if (refusal) obey(*refusal, 0, passed);
  if (passed.ends) return;
  disconnect(kKeepAliveTimeout, "silent for too long", passed);
}

void Screening::dismiss(std::uint8_t reason, Passed& passed) const {
  disconnect(reason, {}, passed);
}

void Screening::left(TimePoint now) {
  backlog_ = {};
  if (visit_) visit_->leave(now);
}

Duration Screening::slow_down(admission::Direction direction, std::size_t bytes, TimePoint now) {
  return visit_ ? visit_->slow_down(direction, bytes, now) : Duration::zero();
}

void Screening::connect(const Frame& frame, TimePoint now, Passed& passed) {
  auto connect = read_connect(frame);
  if (!connect) {
    passed.ends = true;
    return;
  }
  const bool brings_id = !connect->client_id.empty();
  handshake_ = Handshake{*connect, brings_id ? std::string{} : own_client_id_};
  if (!brings_id && connect->version == Version::kMqtt311 && !connect->clean_start) {
    handshake_.refuse(kIdentifierRejected, {}, passed.to_client);
    passed.ends = true;
    return;
  }
  if (!brings_id) connect->client_id = own_client_id_;
  auto answer = door_->connect(to_request(*connect, identity_), now);
  if (const auto* const refusal = std::get_if<Refusal>(&answer)) {
    say(std::string{connect->client_id}, *refusal);
    if (refusal->reaction.kind == Reaction::Kind::kConnack)
      handshake_.refuse(static_cast<std::uint8_t>(refusal->reaction.code), refusal->cause,
                        passed.to_client);
    passed.ends = true;
    return;
  }
  auto& admitted = std::get<admission::Admitted>(answer);
  handshake_.admit(*connect, admitted, passed.to_broker);
  deliveries_ = DeliveryWindow{admitted.outbound_in_flight, admitted.gives_up_delivery_after};
  backlog_pace_ = admitted.backlog_pace;
  silence_most_ = admitted.silence_most;
  visit_ = std::move(admitted.visit);
}

void Screening::publish(const Frame& frame, TimePoint now, Passed& passed) {
  const auto publish = read_publish(frame, handshake_.version());
  if (!publish) return malformed(passed);
  const auto request = to_request(*publish);
  const auto verdict = visit_->publish(request, awaited_.unacknowledged(), now);
  if (verdict.refusal) say(visit_->client_id(), *verdict.refusal);
  if (verdict.refusal && !verdict.is_rejected())
    return obey(*verdict.refusal, publish->qos == 1 ? publish->packet_id : std::uint16_t{0},
                passed);
  if (publish->qos == 1) awaited_.published();
  if (verdict.is_rejected()) {
    const shadow::TurnedAway away{verdict.refusal->reaction.code, verdict.topic};
    pass_publish(*publish, shadow::to_topic(away), passed);
  } else if (request.alias || clamped_expiry(*publish)) {
    pass_publish(*publish, verdict.topic, passed);
  } else {
    passed.to_broker += frame.bytes;
  }
  if (verdict.place != 0) await_answer(*publish, verdict.place, passed);
}

void Screening::pass_publish(const Publish& publish, std::string_view topic, Passed& passed) {
  Publish told = publish;
  told.topic = topic;
  // The broker would not learn an alias from a PUBLISH that is refused, so it gets none.
  told.properties.remove(PropertyId::kTopicAlias);
  PropertyWriter properties{told.properties};
  if (const auto expiry = clamped_expiry(publish))
    properties.set_four_bytes(PropertyId::kMessageExpiryInterval, *expiry);
  append_publish(passed.to_broker, handshake_.version(), told, properties);
}

// What a message's expiry becomes, where it is not what was asked for.
std::optional<std::uint32_t> Screening::clamped_expiry(const Publish& publish) const {
  const Property* const wished = publish.properties.find(PropertyId::kMessageExpiryInterval);
  if (wished == nullptr) return std::nullopt;
  const std::uint32_t in_force = visit_->message_expiry(wished->number());
  return in_force == wished->number() ? std::nullopt : std::optional{in_force};
}

void Screening::await_answer(const Publish& publish, admission::OpenRequests::Place place,
                             Passed& passed) {
  if (publish.qos == 0) {
    awaited_.pinged({AwaitedAnswers::Asker::kRequest, place});
    append_pingreq(passed.to_broker);
    return;
  }
  if (const auto earlier = awaited_.requested(publish.packet_id, place)) visit_->answered(*earlier);
}

void Screening::leave(const Frame& frame, Passed& passed) {
  const auto told = read_disconnect(frame, handshake_.version());
  if (!told) return malformed(passed);
  passed.ends = true;
  const Property* const wished = told->properties.find(PropertyId::kSessionExpiryInterval);
  const auto expiry =
      wished == nullptr ? std::optional{std::uint32_t{0}} : visit_->hold().keep(wished->number());
  if (!expiry)
    return disconnect(kProtocolError, "a session that is not kept gets no expiry", passed);
  has_said_goodbye_ = true;
  if (wished == nullptr) {
    passed.to_broker += frame.bytes;
    return;
  }
  PropertyWriter properties{told->properties};
  properties.set_four_bytes(PropertyId::kSessionExpiryInterval,
                            admission::Sessions::brokers_expiry(*expiry));
  append_disconnect(passed.to_broker, told->reason, properties);
}

void Screening::puback(const Frame& frame, Passed& passed) {
  const auto answer = read_publish_answer(frame, handshake_.version());
  if (answer && answer->reason == kNoMatchingSubscribers) {
    append_puback(passed.to_client, handshake_.version(), answer->packet_id, kSuccess, {});
  } else {
    passed.to_client += frame.bytes;
  }
  const auto place = awaited_.acknowledged(answer ? answer->packet_id : std::uint16_t{0});
  if (place) visit_->answered(*place);
}

void Screening::obey(const Refusal& refusal, std::uint16_t packet_id, Passed& passed) const {
  const auto code = static_cast<std::uint8_t>(refusal.reaction.code);
  switch (refusal.reaction.kind) {
    case Reaction::Kind::kClose:
      passed.ends = true;
      return;
    case Reaction::Kind::kDisconnect:
      return disconnect(code, refusal.cause, passed);
    case Reaction::Kind::kPuback:
      if (packet_id != 0)
        append_puback(passed.to_client, handshake_.version(), packet_id, code,
                      handshake_.if_wanted(refusal.cause));
      return;
    default:
      return;  // dropped
  }
}

void Screening::disconnect(std::uint8_t code, std::string_view why, Passed& passed) const {
  if (handshake_.version() == Version::kMqtt5 && visit_)
    append_disconnect(passed.to_client, code, handshake_.if_wanted(why));
  passed.ends = true;
}

void Screening::say(const std::string& client_id, const Refusal& refusal) const {
  if (log_) log_(client_id + ": " + to_text(refusal));
}

}  // namespace shadowsim::gateway
