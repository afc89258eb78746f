#include "sim/admission/visit.h"

#include <gtest/gtest.h>

#include "tests/admission/trial.h"

namespace shadowsim::admission {
namespace {

using namespace std::chrono_literals;

TEST(Delivery, IsDroppedWhereReceiveIsDenied) {
  FrontDoor door{
      {.policies = policies(
           allow("Connect", "client/c") + ", " + allow("Receive", "topic/$share/g/b") + ", " +
           allow("Subscribe", "topicfilter/*") + ", " + allow("Receive", "topic/a"))},
      kStart};
  const auto visit = enter(door, Version::kMqtt5);
  EXPECT_EQ(seen(visit->deliver("a", kStart)), "pass");
  const std::string denied_b =
      "dropped: iot:Receive on arn:aws:iot:us-east-1:123456789012:topic/b: denied: no statement "
      "allows it";
  EXPECT_EQ(seen(visit->deliver("b", kStart)), denied_b);
  visit->subscribe({.filters = {{"$share/g/b", 1}}}, kStart);
  EXPECT_EQ(seen(visit->deliver("b", kStart)), "pass") << "by its shared form";
  EXPECT_EQ(door.counters().of(Metric::kPublishOutAuthError), 1U);
}

TEST(Delivery, IsHeldToTheConnectionsAndTheAccountsRate) {
  FrontDoor door{
      {.quotas = profile("publish: {outbound_publish_requests_per_second_per_account: 150}")},
      kStart};
  const auto first = enter(door, Version::kMqtt5);
  const auto second = enter(door, Version::kMqtt311, kStart, "d");
  for (int i = 0; i < 100; ++i)
    ASSERT_EQ(seen(first->deliver("a", kStart)), "pass");
  EXPECT_EQ(seen(first->deliver("a", kStart)),
            "dropped: publish_requests_per_second_per_connection");
  for (int i = 0; i < 50; ++i)
    ASSERT_EQ(seen(second->deliver("a", kStart)), "pass");
  EXPECT_EQ(seen(second->deliver("a", kStart)),
            "dropped: outbound_publish_requests_per_second_per_account");
}

TEST(Delivery, SharesTheRateWithPublishesWhereDirectionsAreCombined) {
  FrontDoor door{
      {.quotas = profile("publish: {publish_requests_per_second_per_connection_directions: "
                         "combined, publish_requests_per_second_per_connection: 1}")},
      kStart};
  const auto visit = enter(door, Version::kMqtt5);
  EXPECT_EQ(seen(visit->publish({.topic = "t"}, 0, kStart).refusal), "pass");
  EXPECT_EQ(seen(visit->deliver("a", kStart)),
            "dropped: publish_requests_per_second_per_connection");
}

TEST(Throughput, IsSlowedDownAndNotRefused) {
  FrontDoor door{{.quotas = profile("{}")}, kStart};
  const auto visit = enter(door, Version::kMqtt5);
  EXPECT_EQ(visit->slow_down(Direction::kFromClient, 500'000, kStart), 0s);
  const Duration wait = visit->slow_down(Direction::kFromClient, 524'288 + 24'288, kStart);
  EXPECT_GE(wait, 1s);
  EXPECT_LE(wait, 1s + 10us);
  EXPECT_EQ(visit->slow_down(Direction::kToClient, 100, kStart), 0s) << "each way has its own";
}

TEST(Packet, LargerThanAnnouncedEndsTheConnection) {
  FrontDoor door{{.quotas = profile("{}")}, kStart};
  const auto visit = enter(door, Version::kMqtt5);
  EXPECT_EQ(seen(visit->packet(149504)), "pass");
  EXPECT_EQ(seen(visit->packet(149505)), "DISCONNECT 0x95: maximum_packet_size_announced_bytes");
}

}  // namespace
}  // namespace shadowsim::admission
