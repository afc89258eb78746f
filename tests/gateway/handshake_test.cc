#include "sim/gateway/handshake.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "sim/packet/packet_writing.h"

namespace shadowsim::gateway {
namespace {

using namespace packet;
using namespace std::string_view_literals;

constexpr auto kBrokersConnack = "\x20\x06\x00\x00\x03\x21\x00\x14"sv;  // Receive Maximum 20

std::string bytes_of(const Connect& connect, const PropertyWriter& properties = {}) {
  std::string bytes;
  append_connect(bytes, connect, properties);
  return bytes;
}

std::string connack(const Handshake& handshake, std::string_view brokers) {
  std::string to_client;
  handshake.connack(next_frame(brokers).frame, to_client);
  return to_client;
}

const Property* find(const Connack& connack, PropertyId id) {
  return connack.properties.find(id);
}

TEST(Handshake, BeforeTheConnectItIsMqtt311AndSpeaksForItself) {
  const Handshake handshake;
  EXPECT_EQ(handshake.version(), Version::kMqtt311);
  EXPECT_EQ(handshake.keep_alive(), 0);
  EXPECT_EQ(connack(handshake, kBrokersConnack), kBrokersConnack);
}

TEST(Handshake, ARefusalHasItsReasonUnlessTheClientWantsNone) {
  for (const bool wants : {true, false}) {
    PropertyWriter properties;
    properties.set_byte(PropertyId::kRequestProblemInformation, wants ? 1 : 0);
    const std::string bytes = bytes_of({.version = Version::kMqtt5, .client_id = "c"}, properties);
    const Handshake handshake{*read_connect(next_frame(bytes).frame), {}};
    EXPECT_EQ(handshake.if_wanted("why"), wants ? "why" : "");
    std::string to_client;
    handshake.refuse(0x87, "no policy allows it", to_client);
    const auto refused = read_connack(next_frame(to_client).frame, Version::kMqtt5);
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->code, 0x87);
    EXPECT_FALSE(refused->session_present);
    EXPECT_EQ(find(*refused, PropertyId::kReasonString) != nullptr, wants);
  }
}

TEST(Handshake, ARefusalOfMqtt311IsACodeAlone) {
  const Handshake handshake{{.version = Version::kMqtt311, .client_id = "c"}, {}};
  std::string to_client;
  handshake.refuse(0x02, "no policy allows it", to_client);
  EXPECT_EQ(to_client, "\x20\x02\x00\x02"sv);
}

TEST(Handshake, TheBrokerIsToldTheServicesTermsAndNoKeepAliveOfItsOwn) {
  PropertyWriter properties;
  properties.set_two_bytes(PropertyId::kTopicAliasMaximum, 5);
  properties.set_two_bytes(PropertyId::kReceiveMaximum, 1000);
  const std::string bytes =
      bytes_of({.version = Version::kMqtt5, .keep_alive = 10, .client_id = "c", .username = "u"},
               properties);
  const Connect connect = *read_connect(next_frame(bytes).frame);
  Handshake handshake{connect, {}};
  admission::Admitted admitted;
  admitted.keep_alive = 30;
  admitted.outbound_in_flight = 100;
  admitted.announced = admission::Announced{.session_expiry = 60};
  admitted.brokers_session_expiry = 120;
  std::string to_broker;
  handshake.admit(connect, admitted, to_broker);
  EXPECT_EQ(handshake.keep_alive(), 30);
  const auto told = read_connect(next_frame(to_broker).frame);
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(told->client_id, "c");
  EXPECT_EQ(told->username, "u");
  EXPECT_EQ(told->keep_alive, 65535);
  EXPECT_EQ(told->properties.find(PropertyId::kTopicAliasMaximum), nullptr);
  EXPECT_EQ(told->properties.find(PropertyId::kReceiveMaximum)->number(), 100U);
  EXPECT_EQ(told->properties.find(PropertyId::kSessionExpiryInterval)->number(), 120U);
}

TEST(Handshake, WhatIsInForceAsTheClientWishedIsNotToldToIt) {
  const Connect connect{.version = Version::kMqtt5, .keep_alive = 60, .client_id = "c"};
  Handshake handshake{connect, {}};
  admission::Admitted admitted;
  admitted.keep_alive = 60;
  std::string to_broker;
  handshake.admit(connect, admitted, to_broker);
  const std::string bytes = connack(handshake, kBrokersConnack);
  const auto told = read_connack(next_frame(bytes).frame, Version::kMqtt5);
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(find(*told, PropertyId::kServerKeepAlive), nullptr);
  EXPECT_EQ(find(*told, PropertyId::kAssignedClientIdentifier), nullptr);
  EXPECT_EQ(find(*told, PropertyId::kReceiveMaximum)->number(), 20U) << "the broker's own";
}

// What a client hears that is admitted to a keep-alive of 30 s, on terms that are announced.
std::string announcing_connack(const Connect& connect, const std::string& assigned_client_id) {
  Handshake handshake{connect, assigned_client_id};
  admission::Admitted admitted;
  admitted.keep_alive = 30;
  admitted.announced = admission::Announced{.receive_maximum = 100, .packet_bytes_max = 2048};
  std::string to_broker;
  handshake.admit(connect, admitted, to_broker);
  return connack(handshake, kBrokersConnack);
}

TEST(Handshake, TheClientIsToldWhatIsAnnouncedInPlaceOfTheBrokersWord) {
  const std::string bytes =
      announcing_connack({.version = Version::kMqtt5, .keep_alive = 10}, "auto-1");
  const auto told = read_connack(next_frame(bytes).frame, Version::kMqtt5);
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(find(*told, PropertyId::kAssignedClientIdentifier)->text(), "auto-1");
  EXPECT_EQ(find(*told, PropertyId::kServerKeepAlive)->number(), 30U);
  EXPECT_EQ(find(*told, PropertyId::kReceiveMaximum)->number(), 100U);
  EXPECT_EQ(find(*told, PropertyId::kMaximumPacketSize)->number(), 2048U);
  EXPECT_EQ(find(*told, PropertyId::kMaximumQos)->number(), 1U);
  EXPECT_EQ(find(*told, PropertyId::kSessionExpiryInterval), nullptr);
}

TEST(Handshake, TheKeepAliveIsToldWhereThereAreQuotasEvenAsWished) {
  const std::string bytes =
      announcing_connack({.version = Version::kMqtt5, .keep_alive = 30, .client_id = "c"}, {});
  const auto told = read_connack(next_frame(bytes).frame, Version::kMqtt5);
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(find(*told, PropertyId::kServerKeepAlive)->number(), 30U);
}

TEST(Handshake, AWillsDelayIsLeftOutWhereItIsNotSupported) {
  for (const bool has_delay : {true, false}) {
    PropertyWriter delay;
    delay.set_four_bytes(PropertyId::kWillDelayInterval, 3);
    std::string written;
    delay.append_to(written);
    std::string_view rest = written;
    Connect connect{.version = Version::kMqtt5, .client_id = "c"};
    connect.will = Will{.properties = *Properties::take(rest), .topic = "t", .payload = "x"};
    Handshake handshake{connect, {}};
    admission::Admitted admitted;
    admitted.has_will_delay = has_delay;
    std::string to_broker;
    handshake.admit(connect, admitted, to_broker);
    const auto told = read_connect(next_frame(to_broker).frame);
    ASSERT_TRUE(told.has_value() && told->will.has_value());
    EXPECT_EQ(told->will->properties.find(PropertyId::kWillDelayInterval) != nullptr, has_delay);
  }
}

TEST(Handshake, AMaximumQosOf2IsSaidBySilence) {
  const Connect connect{.version = Version::kMqtt5, .client_id = "c"};
  Handshake handshake{connect, {}};
  admission::Admitted admitted;
  admitted.announced = admission::Announced{.maximum_qos = 2};
  std::string to_broker;
  handshake.admit(connect, admitted, to_broker);
  const std::string bytes = connack(handshake, "\x20\x05\x00\x00\x02\x24\x00"sv);
  const auto told = read_connack(next_frame(bytes).frame, Version::kMqtt5);
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(find(*told, PropertyId::kMaximumQos), nullptr);
}

TEST(Handshake, ARefusalOfTheBrokersIsPassedOnAsItIs) {
  const Connect connect{.version = Version::kMqtt5};
  Handshake handshake{connect, "auto-1"};
  admission::Admitted admitted;
  admitted.announced = admission::Announced{};
  std::string to_broker;
  handshake.admit(connect, admitted, to_broker);
  constexpr auto kNotAuthorized = "\x20\x03\x00\x87\x00"sv;
  EXPECT_EQ(connack(handshake, kNotAuthorized), kNotAuthorized);
}

TEST(Handshake, AnEarlierSessionIsDiscardedAsItsVersionCan) {
  for (const Version version : {Version::kMqtt311, Version::kMqtt5}) {
    const Connect connect{.version = version, .clean_start = false, .client_id = "c"};
    Handshake handshake{connect, {}};
    std::string to_broker;
    handshake.admit(connect, {.discards_session = true}, to_broker);
    const bool is_new = version == Version::kMqtt5;
    EXPECT_EQ(read_connect(next_frame(to_broker).frame)->clean_start, is_new);
    EXPECT_EQ(handshake.discarding().empty(), is_new);
    if (is_new) continue;
    const auto discarding = next_frame(handshake.discarding());
    EXPECT_TRUE(read_connect(discarding.frame)->clean_start);
    EXPECT_EQ(read_connect(discarding.frame)->client_id, "c");
    const auto rest = handshake.discarding().substr(discarding.frame.bytes.size());
    EXPECT_EQ(next_frame(rest).frame.type(), PacketType::kDisconnect);
  }
}

TEST(Handshake, TellsWhetherTheClientComesBackToItsSession) {
  for (const bool is_resumed : {false, true}) {
    for (const Version version : {Version::kMqtt311, Version::kMqtt5}) {
      const Handshake handshake{{.version = version, .client_id = "c"}, {}};
      std::string brokers;
      append_connack(brokers, version, is_resumed, 0, {});
      std::string to_client;
      EXPECT_EQ(handshake.connack(next_frame(brokers).frame, to_client), is_resumed);
      EXPECT_EQ(read_connack(next_frame(to_client).frame, version)->session_present, is_resumed);
    }
  }
}

}  // namespace
}  // namespace shadowsim::gateway
