#include "sim/packet/packet_writing.h"

namespace shadowsim::packet {
namespace {

void append_packet(std::string& out, PacketType type, unsigned flags, std::string_view body) {
  out.push_back(static_cast<char>(static_cast<unsigned>(type) << 4U | flags));
  append_variable(out, body.size());
  out += body;
}

PropertyWriter with_reason(std::string_view text) {
  // A text of more would make a packet that a client need not take.
  constexpr std::size_t kBytesMost = 512;
  PropertyWriter properties;
  if (!text.empty()) properties.set_text(PropertyId::kReasonString, text.substr(0, kBytesMost));
  return properties;
}

unsigned flags_of(const Connect& connect) {
  unsigned flags = connect.clean_start ? 0x02U : 0U;
  if (connect.will) {
    flags |= 0x04U | static_cast<unsigned>(connect.will->qos) << 3U;
    if (connect.will->retain) flags |= 0x20U;
  }
  if (connect.password) flags |= 0x40U;
  if (connect.username) flags |= 0x80U;
  return flags;
}

}  // namespace

void append_connect(std::string& out, const Connect& connect, const PropertyWriter& properties) {
  const bool is_mqtt5 = connect.version == Version::kMqtt5;
  std::string body;
  append_text(body, "MQTT");
  body.push_back(static_cast<char>(connect.version));
  body.push_back(static_cast<char>(flags_of(connect)));
  append_two_bytes(body, connect.keep_alive);
  if (is_mqtt5) properties.append_to(body);
  append_text(body, connect.client_id);
  if (connect.will) {
    if (is_mqtt5) connect.will->properties.append_to(body);
    append_text(body, connect.will->topic);
    append_text(body, connect.will->payload);
  }
  if (connect.username) append_text(body, *connect.username);
  if (connect.password) append_text(body, *connect.password);
  append_packet(out, PacketType::kConnect, 0, body);
}

void append_connack(std::string& out, Version version, bool session_present, std::uint8_t code,
                    const PropertyWriter& properties) {
  std::string body;
  body.push_back(session_present ? '\1' : '\0');
  body.push_back(static_cast<char>(code));
  if (version == Version::kMqtt5) properties.append_to(body);
  append_packet(out, PacketType::kConnack, 0, body);
}

void append_publish(std::string& out, Version version, const Publish& publish) {
  append_publish(out, version, publish, PropertyWriter{publish.properties});
}

void append_publish(std::string& out, Version version, const Publish& publish,
                    const PropertyWriter& properties) {
  std::string body;
  append_text(body, publish.topic);
  if (publish.qos > 0) append_two_bytes(body, publish.packet_id);
  if (version == Version::kMqtt5) properties.append_to(body);
  body += publish.payload;
  const unsigned flags = (publish.duplicate ? 8U : 0U) | static_cast<unsigned>(publish.qos) << 1U |
                         (publish.retain ? 1U : 0U);
  append_packet(out, PacketType::kPublish, flags, body);
}

void append_subscribe(std::string& out, Version version, const Subscribe& subscribe,
                      std::span<const Filter> filters) {
  std::string body;
  append_two_bytes(body, subscribe.packet_id);
  if (version == Version::kMqtt5) subscribe.properties.append_to(body);
  for (const Filter& filter : filters) {
    append_text(body, filter.text);
    body.push_back(static_cast<char>(filter.options));
  }
  append_packet(out, PacketType::kSubscribe, 2, body);
}

void append_unsubscribe(std::string& out, Version version, const Unsubscribe& unsubscribe) {
  std::string body;
  append_two_bytes(body, unsubscribe.packet_id);
  if (version == Version::kMqtt5) unsubscribe.properties.append_to(body);
  for (const std::string_view filter : unsubscribe.filters)
    append_text(body, filter);
  append_packet(out, PacketType::kUnsubscribe, 2, body);
}

void append_puback(std::string& out, Version version, std::uint16_t packet_id, std::uint8_t reason,
                   std::string_view reason_text) {
  std::string body;
  append_two_bytes(body, packet_id);
  if (version == Version::kMqtt5 && reason != 0) {
    body.push_back(static_cast<char>(reason));
    with_reason(reason_text).append_to(body);
  }
  append_packet(out, PacketType::kPuback, 0, body);
}

void append_suback(std::string& out, Version version, std::uint16_t packet_id,
                   std::string_view codes, std::string_view reason_text) {
  std::string body;
  append_two_bytes(body, packet_id);
  if (version == Version::kMqtt5) with_reason(reason_text).append_to(body);
  body += codes;
  append_packet(out, PacketType::kSuback, 0, body);
}

void append_unsuback(std::string& out, Version version, std::uint16_t packet_id,
                     std::string_view codes) {
  std::string body;
  append_two_bytes(body, packet_id);
  if (version == Version::kMqtt5) {
    PropertyWriter{}.append_to(body);
    body += codes;
  }
  append_packet(out, PacketType::kUnsuback, 0, body);
}

void append_pingreq(std::string& out) {
  append_packet(out, PacketType::kPingreq, 0, {});
}

void append_disconnect(std::string& out, std::uint8_t reason, std::string_view reason_text) {
  append_disconnect(out, reason, with_reason(reason_text));
}

void append_disconnect(std::string& out, std::uint8_t reason, const PropertyWriter& properties) {
  std::string body(1, static_cast<char>(reason));
  properties.append_to(body);
  append_packet(out, PacketType::kDisconnect, 0, body);
}

}  // namespace shadowsim::packet
