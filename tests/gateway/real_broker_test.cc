// The gateway before a real mosquitto with the shadow service, for what only the two together do.

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/endpoint/broker_process.h"
#include "tests/gateway/socket_world.h"

namespace shadowsim::gateway {
namespace {

using namespace std::chrono_literals;

constexpr std::array<Version, 2> kVersions{Version::kMqtt311, Version::kMqtt5};

endpoint::BrokerProcess start_broker() {
  endpoint::BrokerOptions options;
  options.config.plugin = SHADOWSIM_PLUGIN;
  options.config.qos_most = 1;
  options.config.in_flight_most = 100;
  options.has_local_socket = true;
  options.plugin_tells_readiness = true;
  return endpoint::BrokerProcess::start(options).value();
}

TEST(GatewayBeforeMosquitto, EndsTheOldConnectionOfAClientIdUnlessTheNewOneIsThrottled) {
  const auto broker = start_broker();
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("{}"), false, {}, BrokerAddress{.socket = broker.local_socket()}};
    const auto old_one = world.enter(version, "same");
    const auto throttled = world.ask_in(version, {.clean_start = true, .client_id = "same"});
    world.until_end(*throttled);
    EXPECT_EQ(throttled->take_heard(),
              version == Version::kMqtt5 ? "CONNACK 0x97, close" : "close");
    EXPECT_EQ(world.answer_to(*old_one, publish_packet(version, "a")), "PUBACK 7");
    world.clock.advance(1s);
    const auto new_one = world.enter(version, "same");
    world.until_end(*old_one);
    EXPECT_EQ(old_one->take_heard(),
              version == Version::kMqtt5 ? "DISCONNECT 0x8e, close" : "close");
    EXPECT_EQ(world.answer_to(*new_one, ""), "");
    EXPECT_EQ(world.gateway->door().account()->connections(), 1U);
  }
}

TEST(GatewayBeforeMosquitto, AnswersThe429OfTheShadowServiceToWhoSubscribesToIt) {
  const auto broker = start_broker();
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("device_shadow: {shadow_requests_per_second_per_shadow: 2}"),
                      false,
                      {},
                      BrokerAddress{.socket = broker.local_socket()}};
    const std::string shadow = "$aws/things/lamp/shadow/";
    const auto client = world.enter(version);
    const auto listener = world.enter(version);
    std::vector<std::string> rejections;
    client->on_packet = [&](const Frame& frame) {
      if (frame.type() == PacketType::kPublish)
        rejections.emplace_back(read_publish(frame, version)->payload);
    };
    const auto filters = [&](const char* topic) {
      return subscribe_packet(version, {{shadow + topic, 0}});
    };
    EXPECT_EQ(world.answer_to(*client, filters("update/rejected")), "SUBACK 5 0x00");
    EXPECT_EQ(world.answer_to(*listener, filters("update")), "SUBACK 5 0x00");
    constexpr const char* kUpdate = R"({"state":{"reported":{"n":1}},"clientToken":"t"})";
    std::string updates;
    for (std::uint16_t id = 1; id <= 3; ++id)
      updates += publish_packet(version, shadow + "update", 1, id, kUpdate);
    client->send(updates);
    world.until_heard(*client, 4);
    EXPECT_THAT(rejections, testing::ElementsAre(
                                R"({"code":429,"message":"TOO_MANY_REQUESTS","clientToken":"t"})"));
    EXPECT_THAT(client->heard, testing::Contains("PUBLISH " + shadow + "update/rejected"));
    for (const char* const acknowledged : {"PUBACK 1", "PUBACK 2", "PUBACK 3"})
      EXPECT_EQ(std::ranges::count_if(
                    client->heard, [&](const auto& one) { return one.starts_with(acknowledged); }),
                1);
    world.until_heard(*listener, 3);
    EXPECT_EQ(listener->heard, std::vector<std::string>(3, "PUBLISH " + shadow + "update"))
        << "the broker took all three";
  }
}

TEST(GatewayBeforeMosquitto, ThatIsKilledEndsItsClients) {
  auto broker = start_broker();
  for (const Version version : {Version::kMqtt5}) {
    SocketWorld world{rules_with("{}"), false, {}, BrokerAddress{.socket = broker.local_socket()}};
    const auto client = world.enter(version);
    broker.stop();
    world.until_end(*client);
    const auto late = world.ask_in(version, {.clean_start = true, .client_id = "late"});
    world.until_end(*late);
    EXPECT_EQ(late->take_heard(), "close");
  }
}

TEST(GatewayBeforeMosquitto, HoldsBackWhatIsNotAcknowledgedByTheClient) {
  const auto broker = start_broker();
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("publish: {publish_requests_per_second_per_connection: 1000}"),
                      false,
                      {},
                      BrokerAddress{.socket = broker.local_socket()}};
    const auto receiver = world.enter(version);
    const auto sender = world.enter(version);
    EXPECT_EQ(world.answer_to(*receiver, subscribe_packet(version, {{"a", 1}})), "SUBACK 5 0x01");
    std::string many;
    for (std::uint16_t id = 1; id <= 99; ++id)
      many += publish_packet(version, "a", 1, id);
    for (int round = 0; round < 2; ++round) {
      sender->heard.clear();
      sender->send(many);
      world.until_heard(*sender, 99);
    }
    world.until_heard(*receiver, 100);
    EXPECT_EQ(receiver->take_heard().substr(0, 11), "PUBLISH a 1");
    EXPECT_EQ(world.answer_to(*receiver, ""), "") << "not one more";
    for (const std::uint16_t id : {std::uint16_t{1}, std::uint16_t{2}}) {
      std::string acknowledged;
      append_puback(acknowledged, version, id, 0, {});
      EXPECT_EQ(world.answer_to(*receiver, acknowledged), fmt::format("PUBLISH a {}", 100 + id));
    }
  }
}

}  // namespace
}  // namespace shadowsim::gateway
