#include "sim/probe/packets.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/packet/packet_writing.h"

namespace shadowsim::probe {
namespace {

using packet::PropertyId;

// User properties whose names and values have so many bytes, as they stand in a packet.
std::string user_properties(std::size_t bytes) {
  constexpr std::size_t kTextMost = 60'000;
  std::string properties;
  while (bytes > 0) {
    const std::size_t part = std::min(bytes, kTextMost);
    properties.push_back(static_cast<char>(PropertyId::kUserProperty));
    packet::append_text(properties, "");
    packet::append_text(properties, std::string(part, 'x'));
    bytes -= part;
  }
  return properties;
}

// All properties of the message, with the length before them.
std::string properties_of(const Message& message) {
  packet::PropertyWriter writer;
  if (message.alias) writer.set_two_bytes(PropertyId::kTopicAlias, *message.alias);
  if (message.expiry) writer.set_four_bytes(PropertyId::kMessageExpiryInterval, *message.expiry);
  if (message.content_type_bytes > 0)
    writer.set_text(PropertyId::kContentType, std::string(message.content_type_bytes, 'x'));
  if (message.correlation_bytes > 0)
    writer.set_text(PropertyId::kCorrelationData, std::string(message.correlation_bytes, 'x'));
  if (!message.response_topic.empty())
    writer.set_text(PropertyId::kResponseTopic, message.response_topic);
  std::string with_length;
  writer.append_to(with_length);
  std::string_view plain = with_length;
  packet::take_variable(plain);
  const std::string all = std::string{plain} + user_properties(message.user_property_bytes);
  std::string bytes;
  packet::append_variable(bytes, all.size());
  return bytes + all;
}

}  // namespace

std::string connect_packet(packet::Version version, const Greeting& greeting) {
  packet::PropertyWriter properties;
  if (greeting.session_expiry)
    properties.set_four_bytes(PropertyId::kSessionExpiryInterval, *greeting.session_expiry);
  if (greeting.packet_bytes_most)
    properties.set_four_bytes(PropertyId::kMaximumPacketSize, *greeting.packet_bytes_most);
  std::string bytes;
  packet::append_connect(bytes,
                         {.version = version,
                          .clean_start = greeting.clean_start,
                          .keep_alive = greeting.keep_alive,
                          .client_id = greeting.client_id},
                         properties);
  return bytes;
}

std::string publish_packet(packet::Version version, const Message& message) {
  packet::Publish publish{.qos = message.qos,
                          .retain = message.retain,
                          .topic = message.topic,
                          .packet_id = message.packet_id,
                          .payload = message.payload};
  // Properties are read off bytes: these are written first.
  const std::string properties = properties_of(message);
  std::string_view bytes = properties;
  if (auto read = packet::Properties::take(bytes)) publish.properties = *std::move(read);
  std::string out;
  packet::append_publish(out, version, publish);
  return out;
}

std::string subscribe_packet(packet::Version version, std::uint16_t packet_id,
                             const std::vector<std::string>& filters, std::uint8_t qos) {
  std::vector<packet::Filter> asked;
  asked.reserve(filters.size());
  for (const std::string& filter : filters)
    asked.push_back({filter, qos});
  std::string bytes;
  packet::append_subscribe(bytes, version, {.packet_id = packet_id}, asked);
  return bytes;
}

std::string unsubscribe_packet(packet::Version version, std::uint16_t packet_id,
                               const std::vector<std::string>& filters) {
  packet::Unsubscribe unsubscribe{.packet_id = packet_id};
  unsubscribe.filters.assign(filters.begin(), filters.end());
  std::string bytes;
  packet::append_unsubscribe(bytes, version, unsubscribe);
  return bytes;
}

std::string shadow_topic(std::string_view thing, std::string_view shadow,
                         std::string_view operation) {
  if (shadow.empty()) return fmt::format("$aws/things/{}/shadow/{}", thing, operation);
  return fmt::format("$aws/things/{}/shadow/name/{}/{}", thing, shadow, operation);
}

std::string update_payload(std::uint32_t number, std::string_view state) {
  return fmt::format(R"({{"state":{},"clientToken":"p{}"}})", state, number);
}

}  // namespace shadowsim::probe
