#include "sim/gateway/packet_request.h"

#include <optional>
#include <string>
#include <string_view>

namespace shadowsim::gateway {

using namespace packet;

namespace {

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

// Source: MQTT 5.0, section 3.1.3.
std::size_t payload_bytes(const Connect& connect) {
  constexpr std::size_t kLength = 2;
  std::size_t bytes = kLength + connect.client_id.size();
  if (connect.will) {
    std::string properties;
    if (connect.version == Version::kMqtt5)
      PropertyWriter{connect.will->properties}.append_to(properties);
    bytes +=
        properties.size() + 2 * kLength + connect.will->topic.size() + connect.will->payload.size();
  }
  for (const auto& one : {connect.username, connect.password})
    bytes += one ? kLength + one->size() : 0;
  return bytes;
}

}  // namespace

admission::ConnectRequest to_request(const Connect& connect, const policy::Context& identity) {
  admission::ConnectRequest request{
      .version = version_of(connect.version),
      .client_id = connect.client_id,
      .clean_start = connect.clean_start,
      .keep_alive = connect.keep_alive,
      .session_expiry = number(connect.properties, PropertyId::kSessionExpiryInterval),
      .receive_maximum = number(connect.properties, PropertyId::kReceiveMaximum),
      .packet_bytes_max = number(connect.properties, PropertyId::kMaximumPacketSize),
      .identity = identity};
  if (connect.will)
    request.will =
        admission::WillRequest{connect.will->topic, connect.will->qos, connect.will->retain};
  request.payload_bytes = payload_bytes(connect);
  if (!identity.certificate_id) request.identity.thing = std::string{connect.client_id};
  return request;
}

admission::PublishRequest to_request(const Publish& publish) {
  const Property* const named = publish.properties.find(PropertyId::kResponseTopic);
  const auto response_topic = named == nullptr ? std::nullopt : std::optional{named->text()};
  return {.topic = publish.topic,
          .qos = publish.qos,
          .retain = publish.retain,
          .payload_bytes = publish.payload.size(),
          .payload = publish.payload,
          .alias = number(publish.properties, PropertyId::kTopicAlias),
          .content_type_bytes = text(publish.properties, PropertyId::kContentType).size(),
          .correlation_bytes = text(publish.properties, PropertyId::kCorrelationData).size(),
          .user_property_bytes = publish.properties.user_bytes(),
          .response_topic = response_topic};
}

admission::SubscribeRequest to_request(const Subscribe& subscribe) {
  constexpr unsigned kQosBits = 3;
  admission::SubscribeRequest request;
  for (const Filter& filter : subscribe.filters)
    request.filters.push_back({filter.text, static_cast<std::uint8_t>(filter.options & kQosBits)});
  request.has_identifier =
      subscribe.properties.find(PropertyId::kSubscriptionIdentifier) != nullptr;
  return request;
}

}  // namespace shadowsim::gateway
