#include "sim/gateway/handshake.h"

#include <utility>

#include "sim/packet/packet_writing.h"

namespace shadowsim::gateway {

using namespace packet;

namespace {

// What the broker is told, since it does not hear what is refused here: the gateway watches instead.
constexpr std::uint16_t kBrokersKeepAlive = 65535;

constexpr std::uint8_t kNormalDisconnection = 0x00;  // MQTT 5.0, section 2.4

void set(PropertyWriter& properties, const admission::Announced& announced) {
  properties.set_two_bytes(PropertyId::kReceiveMaximum, announced.receive_maximum);
  properties.set_two_bytes(PropertyId::kTopicAliasMaximum, announced.topic_alias_maximum);
  properties.remove(PropertyId::kMaximumQos);  // it may say 0 or 1 only; without it 2 is meant
  if (announced.maximum_qos < 2)
    properties.set_byte(PropertyId::kMaximumQos, announced.maximum_qos);
  properties.set_byte(PropertyId::kRetainAvailable, announced.retain_available ? 1 : 0);
  properties.set_four_bytes(PropertyId::kMaximumPacketSize, announced.packet_bytes_max);
  properties.set_byte(PropertyId::kWildcardSubscriptionAvailable,
                      announced.wildcards_available ? 1 : 0);
  properties.set_byte(PropertyId::kSubscriptionIdentifierAvailable,
                      announced.identifiers_available ? 1 : 0);
  if (announced.session_expiry)
    properties.set_four_bytes(PropertyId::kSessionExpiryInterval, *announced.session_expiry);
}

}  // namespace

Handshake::Handshake(const Connect& connect, std::string assigned_client_id)
    : version_{connect.version}, assigned_client_id_{std::move(assigned_client_id)} {
  const Property* const asked = connect.properties.find(PropertyId::kRequestProblemInformation);
  wants_reasons_ = asked == nullptr || asked->number() != 0;
}

void Handshake::admit(const Connect& connect, const admission::Admitted& admitted,
                      std::string& to_broker) {
  keep_alive_ = admitted.keep_alive;
  announced_ = admitted.announced;
  is_keep_alive_told_ = announced_.has_value() || keep_alive_ != connect.keep_alive;
  PropertyWriter properties{connect.properties};
  properties.remove(PropertyId::kTopicAliasMaximum);  // so that deliveries bring their topic
  if (admitted.outbound_in_flight)
    properties.set_two_bytes(PropertyId::kReceiveMaximum, *admitted.outbound_in_flight);
  if (admitted.brokers_session_expiry != 0)
    properties.set_four_bytes(PropertyId::kSessionExpiryInterval, admitted.brokers_session_expiry);
  Connect told = connect;
  told.keep_alive = kBrokersKeepAlive;
  if (told.will && !admitted.has_will_delay)
    told.will->properties.remove(PropertyId::kWillDelayInterval);
  // MQTT 3.1.1 has no way to begin a new session that is kept.
  if (admitted.discards_session && version_ == Version::kMqtt311) {
    append_connect(
        discarding_,
        {.version = Version::kMqtt5, .clean_start = true, .client_id = connect.client_id}, {});
    append_disconnect(discarding_, kNormalDisconnection, std::string_view{});
  }
  told.clean_start = told.clean_start || (admitted.discards_session && version_ == Version::kMqtt5);
  append_connect(to_broker, told, properties);
}

void Handshake::refuse(std::uint8_t code, std::string_view cause, std::string& to_client) const {
  PropertyWriter properties;
  if (wants_reasons_) properties.set_text(PropertyId::kReasonString, cause);
  append_connack(to_client, version_, false, code, properties);
}

std::optional<bool> Handshake::connack(const Frame& frame, std::string& to_client) const {
  const auto connack = read_connack(frame, version_);
  const bool is_accepted = connack && connack->code == 0;
  if (version_ == Version::kMqtt311 || !is_accepted) {
    to_client += frame.bytes;
    return is_accepted ? std::optional{connack->session_present} : std::nullopt;
  }
  PropertyWriter properties{connack->properties};
  if (!assigned_client_id_.empty())
    properties.set_text(PropertyId::kAssignedClientIdentifier, assigned_client_id_);
  properties.remove(PropertyId::kServerKeepAlive);
  properties.remove(PropertyId::kSessionExpiryInterval);
  if (is_keep_alive_told_) properties.set_two_bytes(PropertyId::kServerKeepAlive, keep_alive_);
  if (announced_) set(properties, *announced_);
  append_connack(to_client, version_, connack->session_present, 0, properties);
  return connack->session_present;
}

}  // namespace shadowsim::gateway
