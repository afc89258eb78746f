#include "sim/gateway/packet_request.h"

#include <string>

#include <gtest/gtest.h>

#include "sim/packet/packet_writing.h"

namespace shadowsim::gateway {
namespace {

using namespace packet;

// As it comes from a client, with these properties.
std::string connect_bytes(Connect connect, const PropertyWriter& properties) {
  std::string bytes;
  append_connect(bytes, connect, properties);
  return bytes;
}

TEST(PacketRequest, AConnectWithoutPropertiesAsksForNone) {
  const auto request =
      to_request({.version = Version::kMqtt311, .keep_alive = 7, .client_id = "c"}, {});
  EXPECT_EQ(request.version, admission::Version::kMqtt311);
  EXPECT_EQ(request.client_id, "c");
  EXPECT_FALSE(request.clean_start);
  EXPECT_EQ(request.keep_alive, 7);
  EXPECT_EQ(request.session_expiry, std::nullopt);
  EXPECT_EQ(request.receive_maximum, std::nullopt);
  EXPECT_EQ(request.packet_bytes_max, std::nullopt);
  EXPECT_FALSE(request.will.has_value());
}

TEST(PacketRequest, AConnectTellsItsPropertiesAndItsWill) {
  PropertyWriter properties;
  properties.set_four_bytes(PropertyId::kSessionExpiryInterval, 3600);
  properties.set_two_bytes(PropertyId::kReceiveMaximum, 20);
  properties.set_four_bytes(PropertyId::kMaximumPacketSize, 2048);
  const std::string bytes = connect_bytes({.version = Version::kMqtt5,
                                           .clean_start = true,
                                           .client_id = "c",
                                           .will = Will{.topic = "w", .qos = 1, .retain = true}},
                                          properties);
  const auto connect = read_connect(next_frame(bytes).frame);
  ASSERT_TRUE(connect.has_value());
  const auto request = to_request(*connect, {});
  EXPECT_EQ(request.version, admission::Version::kMqtt5);
  EXPECT_TRUE(request.clean_start);
  EXPECT_EQ(request.session_expiry, 3600U);
  EXPECT_EQ(request.receive_maximum, 20U);
  EXPECT_EQ(request.packet_bytes_max, 2048U);
  ASSERT_TRUE(request.will.has_value());
  EXPECT_EQ(request.will->topic, "w");
  EXPECT_EQ(request.will->qos, 1);
  EXPECT_TRUE(request.will->retain);
}

TEST(PacketRequest, TheClientIdIsTheThingWhereNoCertificateSaysMore) {
  const Connect connect{.client_id = "c"};
  EXPECT_EQ(to_request(connect, {}).identity.thing, "c");
  policy::Context certified;
  certified.certificate_id = "f00d";
  EXPECT_EQ(to_request(connect, certified).identity.thing, certified.thing);
}

TEST(PacketRequest, APublishTellsWhatHasItsLimits) {
  PropertyWriter properties;
  properties.set_two_bytes(PropertyId::kTopicAlias, 3);
  properties.set_text(PropertyId::kContentType, "text");
  properties.set_text(PropertyId::kCorrelationData, "12345");
  properties.set_text(PropertyId::kResponseTopic, "back");
  std::string property_bytes;
  properties.append_to(property_bytes);
  std::string body;
  append_text(body, "topic");
  body += "\x01\x02" + property_bytes + "payload";
  const auto publish = read_publish({.first_byte = 0x33, .body = body}, Version::kMqtt5);
  ASSERT_TRUE(publish.has_value());
  const auto request = to_request(*publish);
  EXPECT_EQ(request.topic, "topic");
  EXPECT_EQ(request.qos, 1);
  EXPECT_TRUE(request.retain);
  EXPECT_EQ(request.payload_bytes, 7U);
  EXPECT_EQ(request.alias, 3U);
  EXPECT_EQ(request.content_type_bytes, 4U);
  EXPECT_EQ(request.correlation_bytes, 5U);
  EXPECT_EQ(request.response_topic, "back");
}

TEST(PacketRequest, APublishWithoutPropertiesHasNoAlias) {
  const auto request = to_request(Publish{.topic = "t", .payload = "x"});
  EXPECT_EQ(request.alias, std::nullopt);
  EXPECT_EQ(request.content_type_bytes + request.correlation_bytes + request.user_property_bytes,
            0U);
  EXPECT_EQ(request.response_topic, std::nullopt);
}

TEST(PacketRequest, OfAFiltersOptionsOnlyTheQosIsAskedFor) {
  constexpr std::uint8_t kNoLocalWithQos1 = 0x05;
  const auto request = to_request(Subscribe{.filters = {{"a", kNoLocalWithQos1}, {"b", 2}}});
  ASSERT_EQ(request.filters.size(), 2U);
  EXPECT_EQ(request.filters[0].text, "a");
  EXPECT_EQ(request.filters[0].qos, 1);
  EXPECT_EQ(request.filters[1].qos, 2);
  EXPECT_FALSE(request.has_identifier);
}

}  // namespace
}  // namespace shadowsim::gateway
