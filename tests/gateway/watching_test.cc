// What a relay does when its client keeps it waiting, in real time.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "sim/gateway/relay.h"
#include "tests/gateway/socket_world.h"

namespace shadowsim::gateway {
namespace {

using namespace std::chrono_literals;

constexpr std::array<Version, 2> kVersions{Version::kMqtt311, Version::kMqtt5};

TEST(Relay, WhoseClientIsSilentForTooLongEndsIt) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("connect: {keep_alive_min_seconds: 1, keep_alive_max_seconds: 1}"),
                      true};
    const auto client = world.enter(version);
    const TimePoint begin = world.system_clock.now();
    world.until_end(*client);
    const Duration taken = world.system_clock.now() - begin;
    EXPECT_EQ(client->take_heard(),
              version == Version::kMqtt5 ? "DISCONNECT 0x8d, close" : "close");
    EXPECT_GE(taken, 1400ms);
    EXPECT_LT(taken, 5s);
    world.until_end(*world.broker.parties[0]);
  }
}

TEST(Relay, WhoseClientSaysNothingAtAllEndsIt) {
  SocketWorld world{rules_with("connect: {first_packet_timeout_seconds: 0.2}"), true};
  const auto client = world.knock(Version::kMqtt5);
  world.until_end(*client);
  EXPECT_EQ(client->take_heard(), "close");
  EXPECT_TRUE(world.broker.parties.empty());
}

TEST(Relay, WhoseClientDoesNotAcknowledgeAMessageAcknowledgesItInItsPlaceAndSendsTheNext) {
  for (const Version version : kVersions) {
    const std::string mine = version == Version::kMqtt5 ? "mqtt5" : "mqtt311";
    SocketWorld world{rules_with("publish: {outbound_unacknowledged_qos1_max_per_connection: 1, "
                                 "qos1_redelivery_give_up_seconds_" +
                                 mine + ": 0.3}"),
                      true};
    const auto client = world.enter(version);
    Party& at_broker = *world.broker.parties[0];
    at_broker.heard.clear();
    const TimePoint begin = world.system_clock.now();
    at_broker.send(publish_packet(version, "a", 1, 3) + publish_packet(version, "b", 1, 4));
    world.until_heard(*client, 2);
    const Duration taken = world.system_clock.now() - begin;
    EXPECT_EQ(client->take_heard(), "PUBLISH a 3, PUBLISH b 4");
    EXPECT_GE(taken, 290ms);
    EXPECT_LT(taken, 5s);
    std::string both;
    append_puback(both, version, 3, 0, {});
    append_puback(both, version, 4, 0, {});
    EXPECT_EQ(world.answer_to(*client, both), "");
    EXPECT_EQ(at_broker.take_heard(), "PUBACK 3, PUBACK 4, PINGREQ")
        << "the late one is not passed on";
    EXPECT_EQ(world.log, std::vector<std::string>{
                             "good-1: given up: qos1_redelivery_give_up_seconds_" + mine});
  }
}

}  // namespace
}  // namespace shadowsim::gateway
