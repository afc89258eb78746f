// Faults of links between real clients and a gateway, which knows nothing of what is under way.

#include "sim/gateway/faulty_link.h"

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/gateway/socket_world.h"

namespace shadowsim::gateway {
namespace {

using namespace std::chrono_literals;

constexpr Duration kVeryLong = 1h;

FaultsInForce::Which only(std::string client_id) {
  return [client_id = std::move(client_id)](const std::string& one) { return one == client_id; };
}

// A gateway whose links may have faults.
struct FaultyWorld : SocketWorld {
  explicit FaultyWorld(bool has_real_time = false)
      : SocketWorld{rules_with(""), has_real_time, {}, {}, 1} {}

  void begin_fault(const LinkFault& fault, Duration length,
                   const std::string& client_id = "good-1") {
    gateway->begin_fault(only(client_id), fault, length);
  }

  // The n-th connection, at the broker.
  Party& at_broker(std::size_t n = 0) { return *broker.parties.at(n); }
};

TEST(FaultyLink, WithoutAFaultPassesAll) {
  FaultyWorld world;
  const auto client = world.enter(Version::kMqtt5);
  world.begin_fault({.is_silent = true}, kVeryLong, "another one");
  EXPECT_EQ(world.answer_to(*client, publish_packet(Version::kMqtt5, "a")), "PUBACK 7");
  client->end_sending();
  world.until_end(world.at_broker());
  EXPECT_EQ(world.at_broker().take_heard(), "CONNECT good-1, PUBLISH a 7, PINGREQ, close");
}

TEST(FaultyLink, ADelayIsThereEachWay) {
  FaultyWorld world;
  const auto client = world.enter(Version::kMqtt5);
  Party& at_broker = world.at_broker();
  at_broker.take_heard();
  world.begin_fault({.delay = DelayDistribution::constant(20ms)}, kVeryLong);
  client->send(kPing);
  world.settle();
  world.clock.advance(20ms - 1ns);
  world.settle();
  EXPECT_EQ(at_broker.take_heard(), "");
  world.clock.advance(1ns);
  world.until_heard(at_broker);
  EXPECT_EQ(at_broker.take_heard(), "PINGREQ");
  world.settle();
  EXPECT_EQ(client->take_heard(), "") << "the answer needs as long";
  world.clock.advance(20ms);
  world.until_heard(*client);
  EXPECT_EQ(client->take_heard(), "PINGRESP");
}

TEST(FaultyLink, WhatComesWhileSomethingIsUnderWayIsNotDelayedTwice) {
  FaultyWorld world;
  const auto client = world.enter(Version::kMqtt5);
  world.begin_fault({.delay = DelayDistribution::constant(20ms)}, kVeryLong);
  client->send(publish_packet(Version::kMqtt5, "a"));
  world.settle();
  world.clock.advance(15ms);
  client->send(publish_packet(Version::kMqtt5, "b"));
  world.settle();
  world.clock.advance(5ms);
  world.until_heard(world.at_broker(), 2);
  world.clock.advance(15ms);
  world.until_heard(world.at_broker(), 3);
  EXPECT_EQ(world.at_broker().take_heard(), "CONNECT good-1, PUBLISH a 7, PUBLISH b 7");
}

TEST(FaultyLink, SilenceHoldsBothWaysAndThenLosesNothing) {
  FaultyWorld world;
  const auto client = world.enter(Version::kMqtt5);
  const auto other = world.enter(Version::kMqtt5);
  Party& at_broker = world.at_broker();
  at_broker.take_heard();
  world.begin_fault({.is_silent = true}, 100ms);
  client->send(publish_packet(Version::kMqtt5, "a", 1, 1));
  client->send(publish_packet(Version::kMqtt5, "a", 1, 2));
  at_broker.send(publish_packet(Version::kMqtt5, "b", 0));
  EXPECT_EQ(world.answer_to(*other, ""), "") << "another link has no fault";
  EXPECT_EQ(client->take_heard() + at_broker.take_heard(), "");
  world.until_heard(*client, 3);
  EXPECT_EQ(client->take_heard(), "PUBLISH b, PUBACK 1, PUBACK 2");
  EXPECT_EQ(at_broker.take_heard(), "PUBLISH a 1, PUBLISH a 2");
  EXPECT_EQ(world.answer_to(*client, ""), "");
}

TEST(FaultyLink, WhoConnectsAgainHasTheSameLink) {
  FaultyWorld world;
  const auto first = world.enter(Version::kMqtt5, "c");
  world.begin_fault({.is_silent = true}, 100ms, "c");
  const auto again = world.ask_in(Version::kMqtt5, {.clean_start = true, .client_id = "c"});
  const auto other = world.enter(Version::kMqtt5, "d");
  ASSERT_EQ(world.broker.parties.size(), 2U) << "its CONNECT is held, too";
  EXPECT_EQ(world.at_broker(1).take_heard(), "CONNECT d");
  world.until_heard(*again);
  EXPECT_EQ(again->take_heard(), "CONNACK 0x00");
}

TEST(FaultyLink, InSilenceAClientDoesNotHearThatItsConnectionHasEnded) {
  FaultyWorld world;
  const auto client = world.enter(Version::kMqtt5);
  world.begin_fault({.is_silent = true}, 100ms);
  world.at_broker().close();
  const auto other = world.enter(Version::kMqtt5);
  EXPECT_EQ(world.answer_to(*other, ""), "");
  EXPECT_FALSE(client->has_ended);
  world.until_end(*client);
}

TEST(FaultyLink, InSilenceTheEndpointDoesNotHearThatAClientHasGone) {
  FaultyWorld world;
  const auto client = world.enter(Version::kMqtt5);
  world.begin_fault({.is_silent = true}, 100ms);
  client->close();
  const auto other = world.enter(Version::kMqtt5);
  EXPECT_EQ(world.answer_to(*other, ""), "");
  EXPECT_FALSE(world.at_broker().has_ended);
  world.until_end(world.at_broker());
}

TEST(FaultyLink, SilenceIsSilenceToTheKeepAliveWhoseEndTheClientHearsLater) {
  FaultyWorld world;
  const auto client =
      world.ask_in(Version::kMqtt5, {.clean_start = true, .keep_alive = 1, .client_id = "good-1"});
  world.until_heard(*client);
  client->take_heard();
  world.begin_fault({.is_silent = true}, 1700ms);
  client->send(kPing);
  world.settle();
  world.clock.advance(1500ms);
  world.until_end(world.at_broker());
  EXPECT_EQ(client->take_heard(), "");
  world.until_end(*client);
  EXPECT_EQ(client->take_heard(), "DISCONNECT 0x8d, close");
}

TEST(FaultyLink, ADisconnectStepEndsASilentConnectionAtOnce) {
  FaultyWorld world;
  const auto client = world.enter(Version::kMqtt5);
  world.begin_fault({.is_silent = true}, kVeryLong);
  client->send(kPing);
  world.settle();
  world.gateway->end_connections([](std::size_t) { return true; }, std::nullopt);
  world.until_end(*client);
  world.until_end(world.at_broker());
}

TEST(FaultyLink, ABandwidthHoldsEachWay) {
  FaultyWorld world;
  const auto client = world.enter(Version::kMqtt311);
  Party& at_broker = world.at_broker();
  world.settle();
  const std::size_t before = at_broker.bytes_heard;
  world.begin_fault({.bandwidth = 1000}, kVeryLong);
  const std::string packet = publish_packet(Version::kMqtt311, "a", 0, 0, std::string(95, 'x'));
  ASSERT_EQ(packet.size(), 100U);
  const auto send_fifty = [&](Party& party) {
    for (int i = 0; i < 50; ++i)
      party.send(packet);
    world.settle();
  };
  send_fifty(*client);
  send_fifty(at_broker);
  const std::size_t answers = client->bytes_heard - 4;  // without the CONNACK
  EXPECT_EQ(at_broker.bytes_heard - before, LinkFaults::kBurst);
  EXPECT_EQ(answers, LinkFaults::kBurst);
  for (const std::size_t passed : {2500U, 3500U, 4500U}) {
    world.clock.advance(1s);
    world.until([&] { return at_broker.bytes_heard - before == passed; }, "1000 bytes more");
    world.until([&] { return client->bytes_heard - 4 == passed; }, "as many to the client");
  }
  world.clock.advance(1s);
  world.until_heard(at_broker, 1 + 50);
  world.until_heard(*client, 50);
}

TEST(FaultyLink, KeepsOrderWhenFaultsComeAndGo) {
  FaultyWorld world{true};
  const auto client = world.enter(Version::kMqtt5);
  std::string all;
  for (std::uint16_t id = 1; id <= 60; ++id) {
    if (id % 10 == 0)
      world.begin_fault({.delay = DelayDistribution::uniform(0ms, 10ms), .is_silent = id % 20 == 0},
                        20ms);
    client->send(publish_packet(Version::kMqtt5, "a", 1, id));
    world.until_heard(*client, id % 5 == 0 ? id : 0);
    all += fmt::format("PUBACK {}, ", id);
  }
  EXPECT_EQ(world.answer_to(*client, "") + ", ", all);
}

}  // namespace
}  // namespace shadowsim::gateway
