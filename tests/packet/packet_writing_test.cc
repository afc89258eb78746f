#include "sim/packet/packet_writing.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace shadowsim::packet {
namespace {

using namespace std::string_view_literals;

TEST(Written, ConnackHasPropertiesInMqtt5Only) {
  PropertyWriter properties;
  properties.set_two_bytes(PropertyId::kReceiveMaximum, 100);
  std::string out;
  append_connack(out, Version::kMqtt5, true, 0, properties);
  EXPECT_EQ(out, "\x20\x06\x01\x00\x03\x21\x00\x64"sv);
  out.clear();
  append_connack(out, Version::kMqtt311, false, 2, properties);
  EXPECT_EQ(out, "\x20\x02\x00\x02"sv);
}

TEST(Written, PubackTellsItsReasonInMqtt5Only) {
  std::string out;
  append_puback(out, Version::kMqtt5, 7, 0x97, "why");
  EXPECT_EQ(out, "\x40\x0A\x00\x07\x97\x06\x1F\x00\x03why"sv);
  out.clear();
  append_puback(out, Version::kMqtt311, 7, 0x97, "why");
  EXPECT_EQ(out, "\x40\x02\x00\x07"sv);
  out.clear();
  append_puback(out, Version::kMqtt5, 7, 0, "");
  EXPECT_EQ(out, "\x40\x02\x00\x07"sv);
}

TEST(Written, SubackHasACodeForEachFilter) {
  std::string out;
  append_suback(out, Version::kMqtt311, 7, "\x01\x80"sv, "why");
  EXPECT_EQ(out, "\x90\x04\x00\x07\x01\x80"sv);
  out.clear();
  append_suback(out, Version::kMqtt5, 7, "\x01\x97"sv, "");
  EXPECT_EQ(out, "\x90\x05\x00\x07\x00\x01\x97"sv);
}

TEST(Written, UnsubackHasCodesInMqtt5Only) {
  std::string out;
  append_unsuback(out, Version::kMqtt311, 7, "\x80"sv);
  EXPECT_EQ(out, "\xB0\x02\x00\x07"sv);
  out.clear();
  append_unsuback(out, Version::kMqtt5, 7, "\x80"sv);
  EXPECT_EQ(out, "\xB0\x04\x00\x07\x00\x80"sv);
}

TEST(Written, DisconnectIsReadBack) {
  std::string out;
  append_disconnect(out, 0x97, std::string(2000, 'x'));
  const auto read = read_disconnect(next_frame(out).frame, Version::kMqtt5);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->reason, 0x97);
  EXPECT_EQ(read->properties.find(PropertyId::kReasonString)->text(), std::string(512, 'x'));
}

TEST(Written, ConnectIsAsItWasRead) {
  const std::string_view bytes =
      "\x10\x1C\x00\x04MQTT\x04\xEE\x00\x3C\x00\x02id\x00\x01w\x00\x03"
      "bye\x00\x01u\x00\x01p"sv;
  const auto connect = read_connect(next_frame(bytes).frame);
  ASSERT_TRUE(connect.has_value());
  std::string out;
  append_connect(out, *connect, PropertyWriter{connect->properties});
  EXPECT_EQ(out, bytes);
}

TEST(Written, SubscribeHasOnlyTheFiltersGiven) {
  const std::string_view bytes =
      "\x82\x0B\x00\x05\x00\x01"
      "a\x00\x00\x02+b\x01"sv;
  const auto subscribe = read_subscribe(next_frame(bytes).frame, Version::kMqtt311);
  ASSERT_TRUE(subscribe.has_value());
  std::string out;
  append_subscribe(out, Version::kMqtt311, *subscribe, std::span{subscribe->filters}.subspan(1));
  EXPECT_EQ(out, "\x82\x07\x00\x05\x00\x02+b\x01"sv);
}

}  // namespace
}  // namespace shadowsim::packet
