#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/gateway/connection.h"

namespace shadowsim::gateway {
namespace {

using namespace std::string_view_literals;

constexpr auto kPing = "\xC0\x00"sv;

TEST(Delivering, ADeniedDeliveryIsAcknowledgedInTheClientsPlace) {
  Connection one{Version::kMqtt5};
  std::string bytes;
  append_publish(bytes, Version::kMqtt5,
                 {.qos = 1, .topic = "bad", .packet_id = 3, .payload = "x"});
  const Passed dropped = one.from_broker(bytes);
  EXPECT_EQ(dropped.to_client, "");
  EXPECT_EQ(puback(dropped.to_broker).packet_id, 3);
  std::string good;
  append_publish(good, Version::kMqtt5, {.topic = "good", .payload = "x"});
  EXPECT_EQ(one.from_broker(good).to_client, good);
}

// A client of "c" that has come back to its session, whose broker has been asked for the end of what it missed.
Passed come_back(Connection& one) {
  Passed told = one.from_broker("\x20\x03\x01\x00\x00"sv);
  EXPECT_EQ(told.to_broker, kPing);
  return told;
}

std::string message(std::uint16_t packet_id, std::string_view payload) {
  std::string bytes;
  append_publish(bytes, Version::kMqtt5,
                 {.qos = 1, .topic = "good", .packet_id = packet_id, .payload = payload});
  return bytes;
}

// What the client is sent of its backlog now: "65535 payload".
std::string sent(Connection& one, TimePoint now = kNow) {
  EXPECT_EQ(one.screening->until_backlog(now), Duration::zero());
  Passed passed;
  one.screening->send_backlog(now, passed);
  const auto publish = read_publish(next_frame(passed.to_client).frame, Version::kMqtt5);
  return std::to_string(publish->packet_id) + " " + std::string{publish->payload};
}

std::string acknowledgement(std::uint16_t packet_id) {
  std::string bytes;
  append_puback(bytes, Version::kMqtt5, packet_id, 0, {});
  return bytes;
}

TEST(Delivering, WhatWasMissedIsAcknowledgedAtOnceAndSentWithIdsOfOurOwn) {
  Connection one{Version::kMqtt5, "c", 60};
  come_back(one);
  const Passed kept = one.from_broker(message(1, "a"));
  EXPECT_EQ(kept.to_client, "");
  EXPECT_EQ(kept.to_broker, acknowledgement(1));
  one.from_broker(message(2, "b"));
  EXPECT_EQ(sent(one), "65535 a");
  EXPECT_EQ(sent(one), "65534 b");
  EXPECT_EQ(one.screening->until_backlog(kNow), std::nullopt);
  EXPECT_EQ(one.from_client(acknowledgement(65535)).to_broker, "") << "the broker has had its own";
}

TEST(Delivering, IsLiveAgainWhenAPingFindsNothingMore) {
  Connection one{Version::kMqtt5, "c", 60};
  come_back(one);
  one.from_broker(message(1, "a"));
  const Passed asked_again = one.from_broker("\xD0\x00"sv);
  EXPECT_EQ(asked_again.to_broker, kPing);
  EXPECT_EQ(asked_again.to_client, "");
  EXPECT_EQ(one.from_broker("\xD0\x00"sv).to_broker, "");
  EXPECT_EQ(one.from_broker(message(2, "live")).to_client, message(2, "live"));
  EXPECT_EQ(one.from_client(acknowledgement(2)).to_broker, acknowledgement(2));
}

TEST(Delivering, AMissedMessageIsToldTheRestOfItsExpiryAndNotSentAfterIt) {
  Connection one{Version::kMqtt5, "c", 60};
  come_back(one);
  PropertyWriter properties;
  properties.set_four_bytes(PropertyId::kMessageExpiryInterval, 10);
  for (const std::uint16_t id : {std::uint16_t{1}, std::uint16_t{2}}) {
    std::string bytes;
    append_publish(bytes, Version::kMqtt5,
                   {.qos = 1, .topic = "good", .packet_id = id, .payload = "x"}, properties);
    one.from_broker(bytes);
  }
  Passed in_time;
  one.screening->send_backlog(kNow + std::chrono::milliseconds{3500}, in_time);
  const auto told = read_publish(next_frame(in_time.to_client).frame, Version::kMqtt5);
  EXPECT_EQ(told->properties.find(PropertyId::kMessageExpiryInterval)->number(), 7U);
  Passed late;
  one.screening->send_backlog(kNow + std::chrono::seconds{10}, late);
  EXPECT_EQ(late.to_client, "");
  EXPECT_EQ(one.screening->until_backlog(kNow + std::chrono::seconds{10}), std::nullopt);
}

TEST(Delivering, MessagesOfQos0AreLiveAlways) {
  Connection one{Version::kMqtt5, "c", 60};
  come_back(one);
  std::string bytes;
  append_publish(bytes, Version::kMqtt5, {.topic = "good", .payload = "x"});
  EXPECT_EQ(one.from_broker(bytes).to_client, bytes);
}

TEST(Delivering, ALiveMessageWithAnIdOfOursWaitsBehindTheBacklog) {
  Connection one{Version::kMqtt5, "c", 60};
  come_back(one);
  one.from_broker(message(1, "a"));
  EXPECT_EQ(sent(one), "65535 a");
  one.from_broker("\xD0\x00"sv);
  one.from_broker("\xD0\x00"sv);
  const Passed kept = one.from_broker(message(65535, "live"));
  EXPECT_EQ(kept.to_client, "");
  EXPECT_EQ(kept.to_broker, acknowledgement(65535));
  EXPECT_EQ(sent(one), "65534 live");
}

TEST(Delivering, AMessageIsGivenUpWhoseAcknowledgementDoesNotCome) {
  using namespace std::chrono_literals;
  for (const auto& [version, patience] :
       {std::pair{Version::kMqtt5, 960s}, std::pair{Version::kMqtt311, 3600s}}) {
    Connection one{version};
    std::string bytes;
    append_publish(bytes, version, {.qos = 1, .topic = "good", .packet_id = 3, .payload = "x"});
    one.from_broker(bytes);
    EXPECT_EQ(one.screening->until_giving_up(kNow + 10s), patience - 10s);
    Passed given_up;
    one.screening->give_up_delivery(kNow + patience, given_up);
    EXPECT_EQ(puback(given_up.to_broker).packet_id, 3);
    EXPECT_EQ(given_up.to_client, "");
    std::string late;
    append_puback(late, version, 3, 0, {});
    EXPECT_EQ(one.from_client(late).to_broker, "") << "the broker has had one";
    EXPECT_EQ(one.from_client(late).to_broker, late);
  }
}

TEST(Delivering, AMissedMessageIsGivenUpWithoutAWordToTheBroker) {
  using namespace std::chrono_literals;
  Connection one{Version::kMqtt5, "c", 60};
  come_back(one);
  one.from_broker(message(1, "a"));
  sent(one);
  Passed given_up;
  one.screening->give_up_delivery(kNow + 960s, given_up);
  EXPECT_EQ(given_up.to_broker, "") << "it was acknowledged when it came";
  EXPECT_EQ(one.from_client(acknowledgement(65535)).to_broker, "");
}

TEST(Delivering, ANewSessionHasMissedNothing) {
  Connection one{Version::kMqtt5, "c", 60};
  EXPECT_EQ(one.from_broker("\x20\x03\x00\x00\x00"sv).to_broker, "");
  EXPECT_EQ(one.from_broker(message(1, "live")).to_client, message(1, "live"));
}

}  // namespace
}  // namespace shadowsim::gateway
