#include "sim/probe/packets.h"

#include <string>

#include <gtest/gtest.h>

namespace shadowsim::probe {
namespace {

using packet::PropertyId;
using packet::Version;

packet::Publish read_publish(const std::string& bytes, Version version = Version::kMqtt5) {
  const auto publish = packet::read_publish(packet::next_frame(bytes).frame, version);
  EXPECT_TRUE(publish.has_value());
  return publish.value_or(packet::Publish{});
}

TEST(ProbePackets, APublishHasWhatItIsGiven) {
  const std::string bytes = publish_packet(Version::kMqtt5, {.topic = "a",
                                                             .payload = "xyz",
                                                             .qos = 2,
                                                             .retain = true,
                                                             .packet_id = 9,
                                                             .alias = 9,
                                                             .expiry = 60,
                                                             .content_type_bytes = 3,
                                                             .correlation_bytes = 4,
                                                             .response_topic = "b/c",
                                                             .user_property_bytes = 70'000});
  const packet::Publish publish = read_publish(bytes);
  EXPECT_EQ(publish.qos, 2);
  EXPECT_TRUE(publish.retain);
  EXPECT_EQ(publish.packet_id, 9);
  EXPECT_EQ(publish.payload, "xyz");
  EXPECT_EQ(publish.properties.find(PropertyId::kTopicAlias)->number(), 9U);
  EXPECT_EQ(publish.properties.find(PropertyId::kMessageExpiryInterval)->number(), 60U);
  EXPECT_EQ(publish.properties.find(PropertyId::kContentType)->text().size(), 3U);
  EXPECT_EQ(publish.properties.find(PropertyId::kCorrelationData)->text().size(), 4U);
  EXPECT_EQ(publish.properties.find(PropertyId::kResponseTopic)->text(), "b/c");
  EXPECT_EQ(publish.properties.user_bytes(), 70'000U);
}

TEST(ProbePackets, APublishOfMqtt311HasNoProperties) {
  const std::string bytes = publish_packet(
      Version::kMqtt311, {.topic = "a", .payload = "xyz", .packet_id = 9, .alias = 9});
  const packet::Publish publish = read_publish(bytes, Version::kMqtt311);
  EXPECT_EQ(publish.payload, "xyz");
  EXPECT_TRUE(publish.properties.all().empty());
}

TEST(ProbePackets, AConnectGreetsAsItIsTold) {
  const std::string bytes = connect_packet(Version::kMqtt5, {.client_id = "me",
                                                             .clean_start = false,
                                                             .keep_alive = 30,
                                                             .session_expiry = 60,
                                                             .packet_bytes_most = 512});
  const auto connect = packet::read_connect(packet::next_frame(bytes).frame);
  ASSERT_TRUE(connect.has_value());
  EXPECT_EQ(connect->client_id, "me");
  EXPECT_FALSE(connect->clean_start);
  EXPECT_EQ(connect->keep_alive, 30);
  EXPECT_EQ(connect->properties.find(PropertyId::kSessionExpiryInterval)->number(), 60U);
  EXPECT_EQ(connect->properties.find(PropertyId::kMaximumPacketSize)->number(), 512U);
}

TEST(ProbePackets, ASubscribeAndAnUnsubscribeHaveAllFilters) {
  const std::string bytes = subscribe_packet(Version::kMqtt311, 7, {"a", "b/+"}, 2);
  const auto subscribe = packet::read_subscribe(packet::next_frame(bytes).frame, Version::kMqtt311);
  ASSERT_TRUE(subscribe.has_value());
  EXPECT_EQ(subscribe->packet_id, 7);
  EXPECT_EQ(subscribe->filters, (std::vector<packet::Filter>{{"a", 2}, {"b/+", 2}}));
  const std::string back = unsubscribe_packet(Version::kMqtt5, 8, {"a", "b/+"});
  const auto unsubscribe =
      packet::read_unsubscribe(packet::next_frame(back).frame, Version::kMqtt5);
  ASSERT_TRUE(unsubscribe.has_value());
  EXPECT_EQ(unsubscribe->packet_id, 8);
  EXPECT_EQ(unsubscribe->filters, (std::vector<std::string_view>{"a", "b/+"}));
}

}  // namespace
}  // namespace shadowsim::probe
