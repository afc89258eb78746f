// How packets are carried between two sockets: cut anywhere, slowly, and to the end.

#include "sim/gateway/relay.h"

#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/gateway/socket_world.h"

namespace shadowsim::gateway {
namespace {

using namespace std::chrono_literals;

constexpr std::array<Version, 2> kVersions{Version::kMqtt311, Version::kMqtt5};

// A short life with a packet of each sort.
std::string conversation(Version version) {
  std::string bytes = connect_packet({.version = version,
                                      .clean_start = true,
                                      .client_id = "c",
                                      .will = Will{.topic = "will", .payload = "gone"}});
  bytes += subscribe_packet(version, {{"a", 1}, {"b", 0}});
  bytes += publish_packet(version, "a", 1, 7, std::string(200, 'x'));
  bytes += publish_packet(version, "b", 0);
  append_unsubscribe(bytes, version, {.packet_id = 6, .filters = {"a"}});
  bytes += kPing;
  return bytes;
}

constexpr std::string_view kHeard311 =
    "CONNACK 0x00, SUBACK 5 0x01 0x01, PUBACK 7, UNSUBACK 6, PINGRESP";
constexpr std::string_view kHeard5 =
    "CONNACK 0x00, SUBACK 5 0x01 0x01, PUBACK 7, UNSUBACK 6 0x00, PINGRESP";
constexpr std::string_view kAtBroker =
    "CONNECT c, SUBSCRIBE 2, PUBLISH a 7, PUBLISH b, UNSUBSCRIBE, PINGREQ";

void expect_conversation(SocketWorld& world, Party& client) {
  world.until_heard(client, 5);
  EXPECT_EQ(client.take_heard(), client.version == Version::kMqtt5 ? kHeard5 : kHeard311);
  EXPECT_EQ(world.broker.parties.back()->take_heard(), kAtBroker);
}

TEST(Relay, TakesPacketsCutAtEveryByte) {
  for (const Version version : kVersions) {
    const std::string bytes = conversation(version);
    for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
      SocketWorld world{rules_with("{}")};
      const auto client = world.knock(version);
      client->send(bytes.substr(0, cut));
      world.settle();
      client->send(bytes.substr(cut));
      expect_conversation(world, *client);
    }
  }
}

TEST(Relay, TakesPacketsByteByByteAndAllAtOnce) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("{}")};
    const auto slow = world.knock(version);
    for (const char byte : conversation(version)) {
      slow->send({&byte, 1});
      world.settle();
    }
    expect_conversation(world, *slow);
    world.clock.advance(2s);
    const auto quick = world.knock(version);
    quick->send(conversation(version));
    expect_conversation(world, *quick);
  }
}

TEST(Relay, TakesWhatTheBrokerSendsCutAnywhere) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("{}")};
    const auto client = world.enter(version);
    const std::string three = publish_packet(version, "a", 1, 1) + publish_packet(version, "b", 0) +
                              publish_packet(version, "c", 1, 2);
    for (std::size_t cut = 1; cut < three.size(); ++cut) {
      world.clock.advance(1s);
      world.broker.parties[0]->send(three.substr(0, cut));
      world.settle();
      world.broker.parties[0]->send(three.substr(cut));
      world.until_heard(*client, 3);
      EXPECT_EQ(client->take_heard(), "PUBLISH a 1, PUBLISH b, PUBLISH c 2");
    }
  }
}

TEST(Relay, WhoseClientHasSentItsLastStillPassesOnWhatCameBefore) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("{}")};
    const auto client = world.enter(version);
    client->send(publish_packet(version, "a"));
    client->end_sending();
    const Party& at_broker = *world.broker.parties[0];
    world.until_end(at_broker);
    EXPECT_EQ(world.broker.parties[0]->take_heard(), "CONNECT good-1, PUBLISH a 7, close");
    world.until_end(*client);
  }
}

TEST(Relay, WhoseClientSaysGoodbyePassesItOn) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("{}")};
    const auto client = world.enter(version);
    client->send(std::string_view{"\xE0\x00", 2});
    world.until_end(*client);
    world.until_end(*world.broker.parties[0]);
    EXPECT_EQ(world.broker.parties[0]->take_heard(), "CONNECT good-1, DISCONNECT 0x00, close");
  }
}

TEST(Relay, WhoseClientSaysAllAtOnceIsHeard) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("{}")};
    const auto client = world.knock(version);
    client->send(connect_packet({.version = version, .clean_start = true, .client_id = "c"}) +
                 publish_packet(version, "a") + std::string{"\xE0\x00", 2});
    world.until([&] { return !world.broker.parties.empty(); }, "the broker's side");
    world.until_end(*world.broker.parties[0]);
    EXPECT_EQ(world.broker.parties[0]->take_heard(),
              "CONNECT c, PUBLISH a 7, DISCONNECT 0x00, close");
    world.until_end(*client);
  }
}

TEST(Relay, IsGoneAsSoonAsBothSidesAre) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("{}"), true};
    const TimePoint begin = world.system_clock.now();
    for (int i = 0; i < 10; ++i) {
      const auto client = world.enter(version);
      client->end_sending();
      world.until_end(*client);
    }
    EXPECT_LT(world.system_clock.now() - begin, 2s) << "no farewell is waited for";
  }
}

TEST(Relay, WhoseBrokerGoesAwayPassesItsLastWordsOnAndEnds) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("{}")};
    const auto client = world.enter(version);
    const auto other = world.enter(version);
    world.broker.parties[0]->send(publish_packet(version, "a", 1, 3));
    world.broker.parties[0]->end_sending();
    world.until_end(*client);
    EXPECT_EQ(client->take_heard(), "PUBLISH a 3, close");
    EXPECT_EQ(world.answer_to(*other, ""), "") << "another one has its own connection";
  }
}

TEST(Relay, WithoutABrokerClosesWithoutAWord) {
  std::uint16_t nobodys_port = 0;
  {
    boost::asio::io_context context;
    nobodys_port = ScriptedBroker{context}.port();
  }
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("{}"), false, {}, BrokerAddress{.port = nobodys_port}};
    const auto client = world.ask_in(version, {.clean_start = true, .client_id = "c"});
    world.until_end(*client);
    EXPECT_EQ(client->take_heard(), "close");
  }
}

TEST(Relay, ThatIsRefusedByTheBrokerPassesItsAnswerOn) {
  SocketWorld world{rules_with("{}")};
  world.broker.answers = false;
  const auto client = world.ask_in(Version::kMqtt311, {.clean_start = true, .client_id = "c"});
  world.until(
      [&] { return !world.broker.parties.empty() && !world.broker.parties[0]->heard.empty(); },
      "CONNECT at the broker");
  world.broker.parties[0]->send(std::string_view{"\x20\x02\x00\x05", 4});
  world.broker.parties[0]->end_sending();
  world.until_end(*client);
  EXPECT_EQ(client->take_heard(), "CONNACK 0x05, close");
}

constexpr const char* kNoRates =
    "publish: {publish_requests_per_second_per_connection: 1000000, "
    "throughput_bytes_per_second_per_connection: 1000000000}";

// A client that does not read holds back what is for it, and nobody else; nothing is lost.
TEST(Relay, WhoseClientDoesNotReadHoldsTheBrokerBack) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with(kNoRates)};
    const auto sluggish = world.enter(version);
    const auto lively = world.enter(version);
    sluggish->stop_reading();
    Party& at_broker = *world.broker.parties[0];
    constexpr std::size_t kMessages = 400;
    const std::string message = publish_packet(version, "a", 0, 0, std::string(100'000, 'x'));
    for (std::size_t i = 0; i < kMessages; ++i)
      at_broker.send(message);
    world.settle();
    EXPECT_GT(at_broker.bytes_waiting, 0U) << "40 MB are nowhere but at the broker";
    EXPECT_EQ(world.answer_to(*lively, publish_packet(version, "b")), "PUBACK 7");
    sluggish->read_on();
    world.until_heard(*sluggish, kMessages);
    EXPECT_EQ(sluggish->heard.size(), kMessages);
    EXPECT_EQ(at_broker.bytes_waiting, 0U);
  }
}

// What the client's acknowledgements let go makes room, too.
TEST(Relay, WhoseClientAcknowledgesSlowlyReadsTheBrokerToItsEnd) {
  for (const Version version : kVersions) {
    SocketWorld world{
        rules_with("publish: {outbound_unacknowledged_qos1_max_per_connection: 1, "
                   "publish_requests_per_second_per_connection: 1000000, "
                   "throughput_bytes_per_second_per_connection: 1000000000}")};
    const auto client = world.enter(version);
    client->on_packet = [&](const Frame& frame) {
      if (frame.type() != PacketType::kPublish) return;
      std::string acknowledged;
      append_puback(acknowledged, version, read_publish(frame, version)->packet_id, 0, {});
      client->send(acknowledged);
    };
    client->stop_reading();
    constexpr std::uint16_t kMessages = 100;
    for (std::uint16_t id = 1; id <= kMessages; ++id)
      world.broker.parties[0]->send(publish_packet(version, "a", 1, id, std::string(100'000, 'x')));
    world.settle();
    EXPECT_GT(world.broker.parties[0]->bytes_waiting, 0U) << "more is held back than has room";
    client->read_on();
    world.until_heard(*client, kMessages);
    EXPECT_EQ(client->heard.size(), kMessages);
  }
}

TEST(Relay, WhoseBrokerDoesNotReadHoldsTheClientBack) {
  SocketWorld world{rules_with(kNoRates)};
  const auto client = world.enter(Version::kMqtt311);
  Party& at_broker = *world.broker.parties[0];
  at_broker.stop_reading();
  constexpr std::size_t kMessages = 400;
  const std::string message =
      publish_packet(Version::kMqtt311, "a", 0, 0, std::string(100'000, 'x'));
  for (std::size_t i = 0; i < kMessages; ++i)
    client->send(message);
  world.settle();
  EXPECT_GT(client->bytes_waiting, 0U);
  at_broker.read_on();
  world.until_heard(at_broker, kMessages + 1);
  EXPECT_EQ(at_broker.heard.size(), kMessages + 1);
}

TEST(Relay, BeyondTheThroughputReadsMoreSlowlyAndLosesNothing) {
  SocketWorld world{rules_with("publish: {throughput_bytes_per_second_per_connection: 200000}"),
                    true};
  const auto client = world.enter(Version::kMqtt5);
  constexpr std::size_t kMessages = 4;
  const TimePoint begin = world.system_clock.now();
  for (std::size_t i = 1; i <= kMessages; ++i)
    client->send(publish_packet(Version::kMqtt5, "a", 1, static_cast<std::uint16_t>(i),
                                std::string(100'000, 'x')));
  world.until_heard(*client, kMessages);
  const Duration taken = world.system_clock.now() - begin;
  EXPECT_EQ(client->take_heard(), "PUBACK 1, PUBACK 2, PUBACK 3, PUBACK 4");
  // A second's worth at once, and what the last read brings, at most 128 KiB, is not waited for.
  EXPECT_GE(taken, 340ms);
  EXPECT_LT(taken, 10s);
}

TEST(Relay, WhoseGatewayEndsClosesAtOnce) {
  SocketWorld world{rules_with("{}")};
  const auto client = world.enter(Version::kMqtt5);
  world.gateway.reset();
  world.until_end(*client);
  world.until_end(*world.broker.parties[0]);
  EXPECT_EQ(client->take_heard(), "close");
}

TEST(Relay, ComesToNoHarmByNoise) {
  std::uint32_t state = 12345;
  for (int round = 0; round < 300; ++round) {
    SocketWorld world{rules_with("{}")};
    const auto client = world.knock(Version::kMqtt5);
    std::string noise = conversation(round % 2 == 0 ? Version::kMqtt5 : Version::kMqtt311);
    for (int i = 0; i < 3; ++i) {
      state = state * 1664525U + 1013904223U;
      noise[(state >> 8U) % noise.size()] = static_cast<char>(state >> 24U);
    }
    client->send(noise);
    client->end_sending();
    world.until_end(*client);
  }
}

}  // namespace
}  // namespace shadowsim::gateway
