#include "sim/admission/quota_uses.h"

#include <gtest/gtest.h>

#include "tests/admission/trial.h"

namespace shadowsim::admission {
namespace {

using namespace std::chrono_literals;
using quota::Limit;

TEST(QuotaUses, KeepsTheMostAndAddsUpTheRest) {
  QuotaUses uses;
  uses.allow(Limit::kConcurrentConnectionsPerAccount, 1, 7);
  uses.allow(Limit::kConcurrentConnectionsPerAccount, 1, 5);
  EXPECT_EQ(uses.of(Limit::kConcurrentConnectionsPerAccount).allowed, 2U);
  EXPECT_EQ(uses.of(Limit::kConcurrentConnectionsPerAccount).peak, 7U);
  EXPECT_EQ(uses.of(Limit::kPayloadMaxBytes).allowed, 0U);
}

// What a client of a door does, and what that uses of a quota.
struct Used {
  const char* name;
  void (*act)(FrontDoor& door);
  Limit limit;
  std::uint64_t allowed;
  std::uint64_t peak;
};

class UseOfAQuota : public testing::TestWithParam<Used> {};

TEST_P(UseOfAQuota, IsToldByTheAccount) {
  FrontDoor door{{.quotas = profile("publish: {publish_requests_per_second_per_connection: 3}")},
                 kStart};
  GetParam().act(door);
  const auto& use = door.account()->uses().of(GetParam().limit);
  EXPECT_EQ(use.allowed, GetParam().allowed);
  EXPECT_EQ(use.peak, GetParam().peak);
}

void connect_three(FrontDoor& door) {
  const auto first = enter(door, Version::kMqtt5, kStart, "a");
  const auto second = enter(door, Version::kMqtt5, kStart, "b");
  const auto third = enter(door, Version::kMqtt5, kStart + 5s, "c");
}

void update_twice(FrontDoor& door) {
  const auto visit = enter(door, Version::kMqtt5);
  for (const auto at : {kStart, kStart + 2s})
    EXPECT_EQ(
        seen(visit->publish({.topic = "$aws/things/t/shadow/update", .qos = 1}, 2, at).refusal),
        "pass");
}

void publish_beyond_the_rate(FrontDoor& door) {
  const auto visit = enter(door, Version::kMqtt311);
  for (int i = 0; i < 5; ++i)
    visit->publish({.topic = "t", .payload_bytes = 100}, 0, kStart);
  EXPECT_EQ(door.counters().refused_publishes(), 2U);
}

void subscribe_and_receive(FrontDoor& door) {
  const auto visit = enter(door, Version::kMqtt5);
  visit->subscribe({.filters = {{"a", 1}, {"b", 1}}}, kStart);
  visit->subscribe({.filters = {{"c", 1}}}, kStart + 1s);
  for (int i = 0; i < 4; ++i)
    visit->deliver("a", kStart);
  visit->slow_down(Direction::kToClient, 70, kStart);
  visit->slow_down(Direction::kToClient, 40, kStart);
  EXPECT_EQ(door.counters().refused_deliveries(), 1U);
}

void share_in_groups(FrontDoor& door) {
  const auto first = enter(door, Version::kMqtt5, kStart, "a");
  const auto second = enter(door, Version::kMqtt5, kStart, "b");
  first->subscribe({.filters = {{"$share/g/1", 1}, {"$share/g/2", 1}, {"$share/h/1", 1}}}, kStart);
  second->subscribe({.filters = {{"$share/g/1", 1}}}, kStart + 2s);
}

void publish_to_the_absent(FrontDoor& door) {
  {
    auto kept = door.connect({.version = Version::kMqtt5,
                              .client_id = "kept",
                              .clean_start = false,
                              .session_expiry = 60},
                             kStart);
    auto& visit = *std::get<Admitted>(kept).visit;
    visit.subscribe({.filters = {{"a", 1}}}, kStart);
    visit.leave(kStart);
  }
  const auto visit = enter(door, Version::kMqtt5);
  for (const std::uint8_t qos : {std::uint8_t{0}, std::uint8_t{1}, std::uint8_t{1}})
    visit->publish({.topic = "a", .qos = qos}, 0, kStart);
  visit->publish({.topic = "a", .qos = 1}, 0, kStart);
  EXPECT_EQ(door.counters().of(Metric::kQueuedSuccess), 2U) << "one is of QoS 0, one was refused";
}

INSTANTIATE_TEST_SUITE_P(
    , UseOfAQuota,
    testing::Values(
        Used{"Connects", connect_three, Limit::kConnectRequestsPerSecondPerAccount, 3, 2},
        Used{"Connections", connect_three, Limit::kConcurrentConnectionsPerAccount, 3, 3},
        Used{"ConnectsOfAnId", connect_three, Limit::kConnectRequestsPerSecondPerClientId, 3, 1},
        Used{"ClientId", connect_three, Limit::kClientIdMaxBytesUtf8, 3, 1},
        Used{"Topic", update_twice, Limit::kTopicMaxBytesUtf8, 2, 27},
        Used{"Slashes", update_twice, Limit::kTopicMaxSlashes, 2, 4},
        Used{"Filter", share_in_groups, Limit::kTopicFilterMaxBytesUtf8, 4, 1},
        Used{"SlashesOfAFilter", share_in_groups, Limit::kTopicFilterMaxSlashes, 4, 0},
        Used{"Inbound", update_twice, Limit::kInboundPublishRequestsPerSecondPerAccount, 8, 4},
        Used{"OfAShadow", update_twice, Limit::kShadowRequestsPerSecondPerShadow, 2, 1},
        Used{"OpenOfAThing", update_twice,
             Limit::kInFlightUnacknowledgedRequestsMaxPerThingPerConnection, 2, 2},
        Used{"InFlight", update_twice, Limit::kInboundUnacknowledgedQos1MaxPerConnection, 2, 3},
        Used{"Publishes", publish_beyond_the_rate, Limit::kPublishRequestsPerSecondPerConnection, 3,
             3},
        Used{"Payload", publish_beyond_the_rate, Limit::kPayloadMaxBytes, 3, 100},
        Used{"Deliveries", subscribe_and_receive,
             Limit::kOutboundPublishRequestsPerSecondPerAccount, 3, 3},
        Used{"Filters", subscribe_and_receive, Limit::kSubscriptionsMaxPerSubscribePacket, 2, 2},
        Used{"Subscriptions", subscribe_and_receive, Limit::kSubscriptionsMaxPerConnection, 3, 3},
        Used{"SubscribeRate", subscribe_and_receive, Limit::kSubscriptionsPerSecondPerAccount, 3,
             2},
        Used{"Stored", publish_to_the_absent, Limit::kQueuedMessagesPerSecondPerAccount, 2, 2},
        Used{"Groups", share_in_groups, Limit::kSharedSubscriptionGroupsMaxPerAccount, 2, 2},
        Used{"OfAGroup", share_in_groups, Limit::kSharedSubscriptionsMaxPerGroup, 4, 3},
        Used{"RequestsOfAGroup", share_in_groups,
             Limit::kSharedSubscriptionSubscribeUnsubscribeRequestsPerSecondPerGroup, 4, 2},
        Used{"Throughput", subscribe_and_receive, Limit::kThroughputBytesPerSecondPerConnection,
             110, 110}),
    [](const auto& use) { return std::string{use.param.name}; });

}  // namespace
}  // namespace shadowsim::admission
