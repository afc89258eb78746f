#include "sim/gateway/screening.h"

#include <algorithm>
#include <utility>

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
constexpr std::uint8_t kIdentifierRejected = 0x02;  // MQTT 3.1.1, section 3.2.2.3

// What the broker is told, since it does not hear what is refused here: the gateway watches instead.
constexpr std::uint16_t kBrokersKeepAlive = 65535;

std::optional<std::uint32_t> number(const Properties& properties, PropertyId id) {
  const Property* const found = properties.find(id);
  return found == nullptr ? std::nullopt : std::optional{found->number()};
}

std::string_view text(const Properties& properties, PropertyId id) {
  const Property* const found = properties.find(id);
  return found == nullptr ? std::string_view{} : found->text();
}

admission::Version version_of(Version version) {
  return version == Version::kMqtt5 ? admission::Version::kMqtt5 : admission::Version::kMqtt311;
}

admission::ConnectRequest request_of(const Connect& connect, std::string_view client_id,
                                     const policy::Context& identity) {
  admission::ConnectRequest request{
      .version = version_of(connect.version),
      .client_id = client_id,
      .clean_start = connect.clean_start,
      .keep_alive = connect.keep_alive,
      .session_expiry = number(connect.properties, PropertyId::kSessionExpiryInterval),
      .receive_maximum = number(connect.properties, PropertyId::kReceiveMaximum),
      .packet_bytes_max = number(connect.properties, PropertyId::kMaximumPacketSize),
      .identity = identity};
  if (connect.will)
    request.will =
        admission::WillRequest{connect.will->topic, connect.will->qos, connect.will->retain};
  if (!identity.certificate_id) request.identity.thing = std::string{client_id};
  return request;
}

admission::PublishRequest request_of(const Publish& publish) {
  return {.topic = publish.topic,
          .qos = publish.qos,
          .retain = publish.retain,
          .payload_bytes = publish.payload.size(),
          .alias = number(publish.properties, PropertyId::kTopicAlias),
          .content_type_bytes = text(publish.properties, PropertyId::kContentType).size(),
          .correlation_bytes = text(publish.properties, PropertyId::kCorrelationData).size(),
          .user_property_bytes = publish.properties.user_bytes(),
          .response_topic = text(publish.properties, PropertyId::kResponseTopic)};
}

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
      pings_.push_back(0);
      passed.to_broker += frame.bytes;
      return;
    case PacketType::kPuback:
      passed.to_broker += frame.bytes;
      return release(passed);
    case PacketType::kPubrec:
    case PacketType::kPubrel:
    case PacketType::kPubcomp:
    case PacketType::kDisconnect:
      passed.to_broker += frame.bytes;
      passed.ends = frame.type() == PacketType::kDisconnect;
      return;
    default:
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
  disconnect(kKeepAliveTimeout, "silent for one and a half times its keep-alive", passed);
}

void Screening::dismiss(std::uint8_t reason, Passed& passed) const {
  disconnect(reason, {}, passed);
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
  version_ = connect->version;
  wants_reasons_ =
      number(connect->properties, PropertyId::kRequestProblemInformation).value_or(1) != 0;
  if (connect->client_id.empty()) {
    if (version_ == Version::kMqtt311 && !connect->clean_start) {
      append_connack(passed.to_client, version_, false, kIdentifierRejected, {});
      passed.ends = true;
      return;
    }
    is_assigned_ = true;
    connect->client_id = own_client_id_;
  }
  auto answer = door_->connect(request_of(*connect, connect->client_id, identity_), now);
  if (const auto* const refusal = std::get_if<Refusal>(&answer)) {
    say(std::string{connect->client_id}, *refusal);
    if (refusal->reaction.kind == Reaction::Kind::kConnack) {
      PropertyWriter properties;
      if (wants_reasons_) properties.set_text(PropertyId::kReasonString, refusal->cause);
      append_connack(passed.to_client, version_, false,
                     static_cast<std::uint8_t>(refusal->reaction.code), properties);
    }
    passed.ends = true;
    return;
  }
  auto& admitted = std::get<admission::Admitted>(answer);
  pass_connect(*connect, admitted, passed);
  visit_ = std::move(admitted.visit);
}

void Screening::pass_connect(const Connect& connect, const admission::Admitted& admitted,
                             Passed& passed) {
  keep_alive_ = admitted.keep_alive;
  deliveries_most_ = admitted.outbound_in_flight;
  is_keep_alive_told_ = keep_alive_ != connect.keep_alive;
  announced_ = admitted.announced;
  PropertyWriter properties{connect.properties};
  properties.remove(PropertyId::kTopicAliasMaximum);  // so that deliveries bring their topic
  if (admitted.outbound_in_flight)
    properties.set_two_bytes(PropertyId::kReceiveMaximum, *admitted.outbound_in_flight);
  if (announced_ && announced_->session_expiry)
    properties.set_four_bytes(PropertyId::kSessionExpiryInterval, *announced_->session_expiry);
  Connect told = connect;
  told.keep_alive = kBrokersKeepAlive;
  append_connect(passed.to_broker, told, properties);
}

void Screening::publish(const Frame& frame, TimePoint now, Passed& passed) {
  const auto publish = read_publish(frame, version_);
  if (!publish) return malformed(passed);
  const auto request = request_of(*publish);
  const auto verdict = visit_->publish(request, unacknowledged_, now);
  if (verdict.refusal) say(visit_->client_id(), *verdict.refusal);
  if (verdict.refusal && !verdict.is_rejected())
    return obey(*verdict.refusal, publish->qos == 1 ? publish->packet_id : std::uint16_t{0},
                passed);
  if (publish->qos == 1) ++unacknowledged_;
  if (verdict.is_rejected()) {
    const shadow::TurnedAway away{verdict.refusal->reaction.code, verdict.topic};
    pass_publish(*publish, shadow::to_topic(away), passed);
  } else if (request.alias) {
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
  append_publish(passed.to_broker, version_, told);
}

void Screening::await_answer(const Publish& publish, admission::OpenRequests::Place place,
                             Passed& passed) {
  if (publish.qos == 0) {
    pings_.push_back(place);
    append_pingreq(passed.to_broker);
    return;
  }
  // A second one with that ID: the first will have no answer of its own.
  forget_request(publish.packet_id);
  requests_.emplace_back(publish.packet_id, place);
}

void Screening::forget_request(std::uint16_t packet_id) {
  const auto found =
      std::ranges::find(requests_, packet_id, [](const auto& one) { return one.first; });
  if (found == requests_.end()) return;
  visit_->answered(found->second);
  requests_.erase(found);
}

void Screening::puback(const Frame& frame, Passed& passed) {
  unacknowledged_ -= std::min<std::size_t>(unacknowledged_, 1);
  passed.to_client += frame.bytes;
  std::string_view body = frame.body;
  forget_request(take_two_bytes(body).value_or(0));
}

void Screening::pingresp(const Frame& frame, Passed& passed) {
  const auto place = pings_.empty() ? 0 : pings_.front();
  if (!pings_.empty()) pings_.pop_front();
  if (place == 0) {
    passed.to_client += frame.bytes;
  } else {
    visit_->answered(place);
  }
}

void Screening::subscribe(const Frame& frame, TimePoint now, Passed& passed) {
  const auto subscribe = read_subscribe(frame, version_);
  if (!subscribe) return malformed(passed);
  admission::SubscribeRequest request;
  for (const Filter& filter : subscribe->filters)
    request.filters.push_back({filter.text, static_cast<std::uint8_t>(filter.options & 3U)});
  request.has_identifier =
      subscribe->properties.find(PropertyId::kSubscriptionIdentifier) != nullptr;
  const auto verdict = visit_->subscribe(request, now);
  if (verdict.whole) {
    say(visit_->client_id(), *verdict.whole);
    return obey(*verdict.whole, 0, passed);
  }
  Asked asked;
  std::vector<Filter> granted;
  for (std::size_t i = 0; i < subscribe->filters.size(); ++i) {
    const auto& refusal = verdict.filters[i];
    asked.filters.emplace_back(subscribe->filters[i].text);
    if (refusal) {
      say(visit_->client_id(), *refusal);
      asked.codes.emplace_back(static_cast<char>(refusal->reaction.code));
      if (asked.reason.empty()) asked.reason = reason(*refusal);
    } else {
      asked.codes.emplace_back(std::nullopt);
      granted.push_back(subscribe->filters[i]);
    }
  }
  if (granted.empty()) {
    std::string codes;
    for (const auto& code : asked.codes)
      codes.push_back(*code);
    append_suback(passed.to_client, version_, subscribe->packet_id, codes, asked.reason);
    return;
  }
  asked_[subscribe->packet_id] = std::move(asked);
  append_subscribe(passed.to_broker, version_, *subscribe, granted);
}

void Screening::unsubscribe(const Frame& frame, TimePoint now, Passed& passed) {
  const auto unsubscribe = read_unsubscribe(frame, version_);
  if (!unsubscribe) return malformed(passed);
  const auto refusal = visit_->unsubscribe(unsubscribe->filters, now);
  if (!refusal) {
    passed.to_broker += frame.bytes;
    return;
  }
  say(visit_->client_id(), *refusal);
  if (refusal->reaction.kind != Reaction::Kind::kSuback) return obey(*refusal, 0, passed);
  append_unsuback(
      passed.to_client, version_, unsubscribe->packet_id,
      std::string(unsubscribe->filters.size(), static_cast<char>(refusal->reaction.code)));
}

void Screening::connack(const Frame& frame, Passed& passed) const {
  const auto connack = read_connack(frame, version_);
  if (version_ == Version::kMqtt311 || !connack || connack->code != 0) {
    passed.to_client += frame.bytes;
    return;
  }
  PropertyWriter properties{connack->properties};
  if (is_assigned_) properties.set_text(PropertyId::kAssignedClientIdentifier, own_client_id_);
  properties.remove(PropertyId::kServerKeepAlive);
  if (is_keep_alive_told_) properties.set_two_bytes(PropertyId::kServerKeepAlive, keep_alive_);
  if (announced_) {
    properties.set_two_bytes(PropertyId::kReceiveMaximum, announced_->receive_maximum);
    properties.set_two_bytes(PropertyId::kTopicAliasMaximum, announced_->topic_alias_maximum);
    properties.remove(PropertyId::kMaximumQos);  // it may say 0 or 1 only; without it 2 is meant
    if (announced_->maximum_qos < 2)
      properties.set_byte(PropertyId::kMaximumQos, announced_->maximum_qos);
    properties.set_byte(PropertyId::kRetainAvailable, announced_->retain_available ? 1 : 0);
    properties.set_four_bytes(PropertyId::kMaximumPacketSize, announced_->packet_bytes_max);
    properties.set_byte(PropertyId::kWildcardSubscriptionAvailable,
                        announced_->wildcards_available ? 1 : 0);
    properties.set_byte(PropertyId::kSubscriptionIdentifierAvailable,
                        announced_->identifiers_available ? 1 : 0);
    if (announced_->session_expiry)
      properties.set_four_bytes(PropertyId::kSessionExpiryInterval, *announced_->session_expiry);
  }
  append_connack(passed.to_client, version_, connack->session_present, 0, properties);
}

void Screening::deliver(const Frame& frame, TimePoint now, Passed& passed) {
  const auto publish = read_publish(frame, version_);
  if (!publish || !visit_) {
    passed.to_client += frame.bytes;
    return;
  }
  const auto refusal = visit_->deliver(publish->topic, now);
  if (!refusal && publish->qos == 1 && deliveries_most_ && deliveries_ >= *deliveries_most_) {
    held_.emplace_back(frame.bytes);
    held_bytes_ += frame.bytes.size();
    return;
  }
  if (!refusal) {
    deliveries_ += publish->qos == 1 ? 1 : 0;
    passed.to_client += frame.bytes;
    return;
  }
  say(visit_->client_id(), *refusal);
  // The broker waits for an acknowledgement of what the client will never see.
  if (publish->qos == 1) append_puback(passed.to_broker, version_, publish->packet_id, 0, {});
}

// The client has acknowledged a delivery.
void Screening::release(Passed& passed) {
  deliveries_ -= std::min<std::size_t>(deliveries_, 1);
  if (held_.empty()) return;
  ++deliveries_;
  held_bytes_ -= held_.front().size();
  passed.to_client += held_.front();
  held_.pop_front();
}

void Screening::suback(const Frame& frame, Passed& passed) {
  const auto answer = read_subscribe_answer(frame, version_);
  const auto found = answer ? asked_.find(answer->packet_id) : asked_.end();
  if (found == asked_.end()) {
    passed.to_client += frame.bytes;
    return;
  }
  const Asked asked = std::move(found->second);
  asked_.erase(found);
  std::string codes;
  std::string_view brokers = answer->codes;
  constexpr unsigned kFailure = 0x80;
  for (std::size_t i = 0; i < asked.codes.size(); ++i) {
    if (asked.codes[i]) {
      codes.push_back(*asked.codes[i]);
    } else if (!brokers.empty()) {
      codes.push_back(brokers.front());
      if ((static_cast<std::uint8_t>(brokers.front()) & kFailure) != 0)
        visit_->forget_subscription(asked.filters[i]);
      brokers.remove_prefix(1);
    }
  }
  append_suback(passed.to_client, version_, answer->packet_id, codes, asked.reason);
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
        append_puback(passed.to_client, version_, packet_id, code, reason(refusal));
      return;
    default:
      return;  // dropped
  }
}

void Screening::disconnect(std::uint8_t code, std::string_view why, Passed& passed) const {
  if (version_ == Version::kMqtt5 && visit_)
    append_disconnect(passed.to_client, code, wants_reasons_ ? why : std::string_view{});
  passed.ends = true;
}

void Screening::say(const std::string& client_id, const Refusal& refusal) const {
  if (log_) log_(client_id + ": " + to_text(refusal));
}

std::string_view Screening::reason(const Refusal& refusal) const {
  return wants_reasons_ ? std::string_view{refusal.cause} : std::string_view{};
}

}  // namespace shadowsim::gateway
