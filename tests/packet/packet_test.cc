#include "sim/packet/packet.h"

#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::packet {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;
using State = Framing::State;

Frame framed(std::string_view bytes) {
  const Framing framing = next_frame(bytes);
  EXPECT_EQ(framing.state, State::kComplete);
  return framing.frame;
}

TEST(Framing, WaitsForEachMissingByte) {
  const std::string_view packet = "\x30\x05\x00\x01t!!"sv;
  for (std::size_t size = 0; size < packet.size(); ++size)
    EXPECT_EQ(next_frame(packet.substr(0, size)).state, State::kIncomplete) << size;
  const Framing whole = next_frame(std::string{packet} + "\xC0");
  EXPECT_EQ(whole.state, State::kComplete);
  EXPECT_EQ(whole.body_bytes, 5U);
}

TEST(Framing, SplitsTheFirstPacketOff) {
  const std::string_view two = "\xC0\x00\xE0\x00"sv;
  const Frame first = framed(two);
  EXPECT_EQ(first.type(), PacketType::kPingreq);
  EXPECT_EQ(first.bytes, two.substr(0, 2));
}

TEST(Framing, TellsTheSizeBeforeTheBodyIsThere) {
  const Framing framing = next_frame("\x30\x80\x80\x09"sv);
  EXPECT_EQ(framing.state, State::kIncomplete);
  EXPECT_EQ(framing.body_bytes, 147456U);
}

TEST(Framing, RefusesWhatWillNeverBeAPacket) {
  EXPECT_EQ(next_frame("\x00\x00"sv).state, State::kMalformed);
  EXPECT_EQ(next_frame("\x30\xFF\xFF\xFF\xFF"sv).state, State::kMalformed);
  EXPECT_EQ(next_frame("\x30\x80\x00"sv).state, State::kMalformed);
}

struct Malformed {
  const char* what;
  std::string_view bytes;
};

class MalformedPacket : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedPacket, IsRefused) {
  const Frame frame = framed(GetParam().bytes);
  for (const Version version : {Version::kMqtt311, Version::kMqtt5}) {
    EXPECT_FALSE(read_connect(frame).has_value());
    EXPECT_FALSE(read_publish(frame, version).has_value());
    EXPECT_FALSE(read_subscribe(frame, version).has_value());
    EXPECT_FALSE(read_unsubscribe(frame, version).has_value());
    EXPECT_FALSE(read_disconnect(frame, version).has_value());
  }
}

INSTANTIATE_TEST_SUITE_P(
    , MalformedPacket,
    testing::Values(
        Malformed{"EmptyConnect", "\x10\x00"sv},
        Malformed{"Mqtt31", "\x10\x0C\x00\x06MQIsdp\x03\x02\x00\x00"sv},
        Malformed{"ConnectOfVersion6", "\x10\x0C\x00\x04MQTT\x06\x02\x00\x00\x00\x00"sv},
        Malformed{"ReservedConnectFlag", "\x10\x0C\x00\x04MQTT\x04\x03\x00\x00\x00\x00"sv},
        Malformed{"WillQosWithoutWill", "\x10\x0C\x00\x04MQTT\x04\x0A\x00\x00\x00\x00"sv},
        Malformed{"PasswordWithoutUsername",
                  "\x10\x0E\x00\x04MQTT\x04\x42\x00\x00\x00\x00\x00\x00"sv},
        Malformed{"WillCutShort", "\x10\x0C\x00\x04MQTT\x04\x06\x00\x00\x00\x00"sv},
        Malformed{"MoreThanAConnect", "\x10\x0D\x00\x04MQTT\x04\x02\x00\x00\x00\x00!"sv},
        Malformed{"PublishOfQos3", "\x36\x05\x00\x01t\x00\x01"sv},
        Malformed{"DuplicateOfQos0", "\x38\x03\x00\x01t"sv},
        Malformed{"PublishWithPacketIdZero", "\x32\x05\x00\x01t\x00\x00"sv},
        Malformed{"PublishWithoutTopic", "\x30\x01\x00"sv},
        Malformed{"SubscribeWithoutFilter", "\x82\x03\x00\x01\x00"sv},
        Malformed{"SubscribeWithOtherFlags", "\x80\x06\x00\x01\x00\x01t\x00"sv},
        Malformed{"UnsubscribeCutShort", "\xA2\x04\x00\x01\x00\x05"sv},
        Malformed{"DisconnectWithFlags", "\xE1\x00"sv}),
    [](const auto& test) { return test.param.what; });

TEST(Connect, OfMqtt5IsReadWithWillAndCredentials) {
  const std::string body =
      "\0\4MQTT\5\xEE\0\x3C\5\x11\0\0\1\0"
      "\0\2id\5\x18\0\0\0\1\0\1w\0\3bye\0\1u\0\1p"s;
  const std::string bytes = std::string{"\x10"} + static_cast<char>(body.size()) + body;
  const auto connect = read_connect(framed(bytes));
  ASSERT_TRUE(connect.has_value());
  EXPECT_EQ(connect->version, Version::kMqtt5);
  EXPECT_TRUE(connect->clean_start);
  EXPECT_EQ(connect->keep_alive, 60);
  EXPECT_EQ(connect->properties.find(PropertyId::kSessionExpiryInterval)->number(), 256U);
  EXPECT_EQ(connect->client_id, "id");
  ASSERT_TRUE(connect->will.has_value());
  EXPECT_EQ(connect->will->topic, "w");
  EXPECT_EQ(connect->will->payload, "bye");
  EXPECT_EQ(connect->will->qos, 1);
  EXPECT_TRUE(connect->will->retain);
  EXPECT_EQ(connect->username, "u");
  EXPECT_EQ(connect->password, "p");
}

TEST(Connect, OfMqtt311HasNoProperties) {
  const auto connect = read_connect(framed("\x10\x0E\x00\x04MQTT\x04\x00\x00\x0A\x00\x02id"sv));
  ASSERT_TRUE(connect.has_value());
  EXPECT_EQ(connect->version, Version::kMqtt311);
  EXPECT_FALSE(connect->clean_start);
  EXPECT_FALSE(connect->will.has_value());
  EXPECT_EQ(connect->client_id, "id");
}

TEST(Publish, IsReadInBothVersions) {
  const auto old = read_publish(framed("\x3B\x08\x00\x01t\x00\x07pay"sv), Version::kMqtt311);
  ASSERT_TRUE(old.has_value());
  EXPECT_EQ(old->topic, "t");
  EXPECT_EQ(old->packet_id, 7);
  EXPECT_EQ(old->qos, 1);
  EXPECT_TRUE(old->retain);
  EXPECT_TRUE(old->duplicate);
  EXPECT_EQ(old->payload, "pay");

  const auto aliased =
      read_publish(framed("\x30\x09\x00\x00\x03\x23\x00\x02pay"sv), Version::kMqtt5);
  ASSERT_TRUE(aliased.has_value());
  EXPECT_EQ(aliased->topic, "");
  EXPECT_EQ(aliased->packet_id, 0);
  EXPECT_EQ(aliased->properties.find(PropertyId::kTopicAlias)->number(), 2U);
  EXPECT_EQ(aliased->payload, "pay");
}

TEST(Subscribe, HasItsFiltersInOrder) {
  const auto subscribe =
      read_subscribe(framed("\x82\x0B\x00\x05\x00\x01\x61\x00\x00\x02+b\x01"sv), Version::kMqtt311);
  ASSERT_TRUE(subscribe.has_value());
  EXPECT_EQ(subscribe->packet_id, 5);
  EXPECT_THAT(subscribe->filters, testing::ElementsAre(Filter{"a", 0}, Filter{"+b", 1}));
}

TEST(Unsubscribe, HasItsFiltersInOrder) {
  const auto unsubscribe = read_unsubscribe(framed("\xA2\x09\x00\x05\x00\x00\x01"
                                                   "a\x00\x01"
                                                   "b"sv),
                                            Version::kMqtt5);
  ASSERT_TRUE(unsubscribe.has_value());
  EXPECT_THAT(unsubscribe->filters, testing::ElementsAre("a", "b"));
}

TEST(Answers, AreRead) {
  EXPECT_EQ(read_publish_answer(framed("\x40\x02\x00\x09"sv), Version::kMqtt311)->packet_id, 9);
  EXPECT_EQ(read_publish_answer(framed("\x40\x03\x00\x09\x97"sv), Version::kMqtt5)->reason, 0x97);
  EXPECT_FALSE(
      read_publish_answer(framed("\x40\x03\x00\x09\x97"sv), Version::kMqtt311).has_value());
  EXPECT_EQ(read_subscribe_answer(framed("\x90\x04\x00\x02\x01\x80"sv), Version::kMqtt311)->codes,
            "\x01\x80"sv);
  const auto connack = read_connack(framed("\x20\x06\x01\x00\x03\x21\x00\x64"sv), Version::kMqtt5);
  ASSERT_TRUE(connack.has_value());
  EXPECT_TRUE(connack->session_present);
  EXPECT_EQ(connack->properties.find(PropertyId::kReceiveMaximum)->number(), 100U);
  EXPECT_EQ(read_disconnect(framed("\xE0\x00"sv), Version::kMqtt311)->reason, 0);
  EXPECT_EQ(read_disconnect(framed("\xE0\x01\x04"sv), Version::kMqtt5)->reason, 4);
}

}  // namespace
}  // namespace shadowsim::packet
