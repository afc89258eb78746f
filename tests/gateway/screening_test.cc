#include "sim/gateway/screening.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/packet/packet_writing.h"
#include "tests/gateway/connection.h"

namespace shadowsim::gateway {
namespace {

using namespace std::string_view_literals;

TEST(Screening, WhatIsNoConnectEndsItAtOnce) {
  Screening screening{
      std::make_shared<admission::FrontDoor>(admission::Rules{}, kNow), {}, "a", nullptr};
  Passed passed;
  screening.from_client(next_frame("\xC0\x00"sv).frame, kNow, passed);
  EXPECT_TRUE(passed.ends);
  EXPECT_FALSE(screening.is_admitted());
}

TEST(Screening, ADeniedPublishIsToldInMqtt5AndEndsMqtt311) {
  Connection new_one{Version::kMqtt5};
  const Passed told = new_one.publish("bad", 1);
  EXPECT_FALSE(told.ends);
  EXPECT_EQ(told.to_broker, "");
  EXPECT_EQ(puback(told.to_client).reason, 0x87);
  EXPECT_THAT(
      std::string{puback(told.to_client).properties.find(PropertyId::kReasonString)->text()},
      testing::HasSubstr("topic/bad"));
  const Passed dropped = new_one.publish("bad", 0);
  EXPECT_EQ(dropped.to_client + dropped.to_broker, "");
  EXPECT_FALSE(dropped.ends);
  Connection old_one{Version::kMqtt311};
  const Passed closed = old_one.publish("bad", 1);
  EXPECT_TRUE(closed.ends);
  EXPECT_EQ(closed.to_client + closed.to_broker, "");
}

TEST(Screening, TheSurplusOfPublishesIsNotPassedOn) {
  Connection new_one{Version::kMqtt5};
  Connection old_one{Version::kMqtt311};
  for (Connection* const one : {&new_one, &old_one}) {
    for (int i = 0; i < 100; ++i) {
      ASSERT_NE(one->publish("good", 1).to_broker, "");
      one->from_broker("\x40\x02\x00\x07"sv);
    }
  }
  EXPECT_EQ(puback(new_one.publish("good", 1).to_client).reason, 0x97);
  const Passed silent = old_one.publish("good", 1);
  EXPECT_EQ(silent.to_client + silent.to_broker, "") << "no PUBACK";
  EXPECT_FALSE(silent.ends);
}

TEST(Screening, AConnackTellsTheServicesLimits) {
  Connection one{Version::kMqtt5, ""};
  EXPECT_EQ(read_connect(next_frame(one.connected.to_broker).frame)->client_id, "auto-1");
  const Passed told = one.from_broker("\x20\x03\x00\x00\x00"sv);
  const auto connack = read_connack(next_frame(told.to_client).frame, Version::kMqtt5);
  ASSERT_TRUE(connack.has_value());
  const auto number = [&](PropertyId id) { return connack->properties.find(id)->number(); };
  EXPECT_EQ(connack->properties.find(PropertyId::kAssignedClientIdentifier)->text(), "auto-1");
  EXPECT_EQ(number(PropertyId::kServerKeepAlive), 30U);
  EXPECT_EQ(number(PropertyId::kReceiveMaximum), 100U);
  EXPECT_EQ(number(PropertyId::kTopicAliasMaximum), 8U);
  EXPECT_EQ(number(PropertyId::kMaximumQos), 1U);
  EXPECT_EQ(number(PropertyId::kMaximumPacketSize), 149504U);
  EXPECT_EQ(number(PropertyId::kSubscriptionIdentifierAvailable), 0U);
  EXPECT_EQ(one.screening->silence_most(), std::chrono::seconds{45});
}

constexpr const char* kUpdate = "$aws/things/c/shadow/update";

TEST(Screening, ARequestBeyondItsQuotaGoesToTheServiceAsTurnedAway) {
  for (const Version version : {Version::kMqtt311, Version::kMqtt5}) {
    Connection one{version};
    for (int i = 0; i < 20; ++i) {
      ASSERT_NE(one.publish(kUpdate, 1).to_broker, "");
      one.from_broker("\x40\x02\x00\x07"sv);
    }
    const Passed away = one.publish(kUpdate, 1);
    EXPECT_EQ(away.to_client, "") << "its PUBACK is the broker's";
    const auto told = read_publish(next_frame(away.to_broker).frame, version);
    EXPECT_EQ(told->topic, "$shadowsim/rejected/429/$aws/things/c/shadow/update");
    EXPECT_EQ(told->payload, "x");
    EXPECT_EQ(told->packet_id, 7);
    EXPECT_EQ(one.from_broker("\x40\x02\x00\x07"sv).to_client, "\x40\x02\x00\x07"sv);
  }
}

TEST(Screening, AnAcknowledgedRequestIsNotOpenAnyMore) {
  Connection one{Version::kMqtt311};
  for (std::uint16_t id = 1; id <= 11; ++id) {
    const Passed passed = one.publish(kUpdate, 1, id);
    EXPECT_EQ(read_publish(next_frame(passed.to_broker).frame, Version::kMqtt311)->topic == kUpdate,
              id <= 10);
  }
  one.from_broker("\x40\x02\x00\x03"sv);
  const Passed passed = one.publish(kUpdate, 1, 3);
  EXPECT_EQ(read_publish(next_frame(passed.to_broker).frame, Version::kMqtt311)->topic, kUpdate);
}

TEST(Screening, APingOfItsOwnTellsThatARequestWithoutAcknowledgementIsAnswered) {
  Connection one{Version::kMqtt5};
  const auto is_turned_away = [&] {
    const Passed passed = one.publish(kUpdate, 0);
    const Frame frame = next_frame(passed.to_broker).frame;
    const std::string_view rest = std::string_view{passed.to_broker}.substr(frame.bytes.size());
    EXPECT_TRUE(rest == "" || rest == "\xC0\x00"sv);
    return rest.empty();
  };
  one.from_client("\xC0\x00"sv);
  for (int i = 0; i < 10; ++i)
    EXPECT_FALSE(is_turned_away());
  EXPECT_TRUE(is_turned_away());
  EXPECT_EQ(one.from_broker("\xD0\x00"sv).to_client, "\xD0\x00"sv) << "the client's own";
  EXPECT_TRUE(is_turned_away());
  EXPECT_EQ(one.from_broker("\xD0\x00"sv).to_client, "");
  EXPECT_FALSE(is_turned_away());
}

TEST(Screening, WhatTheServiceDoesNotTellBecomesSuccess) {
  Connection one{Version::kMqtt5};
  one.publish("good", 1);
  std::string unheard;
  append_puback(unheard, Version::kMqtt5, 7, 0x10, {});
  EXPECT_EQ(puback(one.from_broker(unheard).to_client).reason, 0);
  std::string denied;
  append_puback(denied, Version::kMqtt5, 7, 0x87, {});
  EXPECT_EQ(puback(one.from_broker(denied).to_client).reason, 0x87);
}

TEST(Screening, AMessagesExpiryIsHeldToTheServicesRange) {
  for (const auto& [wished, in_force] :
       std::vector<std::pair<std::uint32_t, std::uint32_t>>{{0, 1}, {60, 60}, {604'801, 604'800}}) {
    Connection one{Version::kMqtt5};
    PropertyWriter properties;
    properties.set_four_bytes(PropertyId::kMessageExpiryInterval, wished);
    std::string bytes;
    append_publish(bytes, Version::kMqtt5, {.topic = "good", .payload = "x"}, properties);
    const Passed passed = one.from_client(bytes);
    const auto told = read_publish(next_frame(passed.to_broker).frame, Version::kMqtt5);
    ASSERT_TRUE(told.has_value());
    EXPECT_EQ(told->properties.find(PropertyId::kMessageExpiryInterval)->number(), in_force);
    EXPECT_EQ(told->payload, "x");
  }
}

TEST(Screening, PacketsOfQos2HaveNoPlace) {
  for (const Version version : {Version::kMqtt311, Version::kMqtt5}) {
    for (const std::string_view bytes :
         {"\x62\x02\x00\x01"sv, "\x50\x02\x00\x01"sv, "\x70\x02\x00\x01"sv}) {
      Connection one{version};
      const Passed passed = one.from_client(bytes);
      EXPECT_TRUE(passed.ends);
      EXPECT_EQ(passed.to_broker, "");
    }
  }
}

TEST(Screening, ADisconnectHasNoLongerExpiryThanAConnectMayAndNoneFromNothing) {
  const auto goodbye = [](std::uint32_t first, std::uint32_t last) {
    Connection one{Version::kMqtt5, "c", first};
    PropertyWriter properties;
    properties.set_four_bytes(PropertyId::kSessionExpiryInterval, last);
    std::string bytes;
    append_disconnect(bytes, 4, properties);
    return one.from_client(bytes);
  };
  const Passed kept = goodbye(60, 1'000'000);
  EXPECT_TRUE(kept.ends);
  const auto told = read_disconnect(next_frame(kept.to_broker).frame, Version::kMqtt5);
  EXPECT_EQ(told->reason, 4) << "with its will";
  EXPECT_EQ(told->properties.find(PropertyId::kSessionExpiryInterval)->number(), 3660U)
      << "what is in force, and a minute for the broker";
  const Passed refused = goodbye(0, 1);
  EXPECT_TRUE(refused.ends);
  EXPECT_EQ(refused.to_broker, "");
  EXPECT_EQ(read_disconnect(next_frame(refused.to_client).frame, Version::kMqtt5)->reason, 0x82);
}

}  // namespace
}  // namespace shadowsim::gateway
