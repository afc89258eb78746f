#include "sim/admission/visit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/admission/trial.h"

namespace shadowsim::admission {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

std::vector<std::string> filters_seen(const SubscribeVerdict& verdict) {
  if (verdict.whole) return {"whole " + seen(verdict.whole)};
  std::vector<std::string> all;
  for (const auto& filter : verdict.filters)
    all.push_back(seen(filter));
  return all;
}

SubscribeRequest asking(std::initializer_list<std::string_view> filters) {
  SubscribeRequest request;
  for (const std::string_view filter : filters)
    request.filters.push_back({filter, 1});
  return request;
}

TEST(Subscribe, ADeniedFilterIsToldInMqtt5AndClosesInMqtt311) {
  const std::string why =
      "iot:Subscribe on arn:aws:iot:us-east-1:123456789012:topicfilter/b: denied: no statement "
      "allows it";
  const Rules rules{.policies = policies(allow("Connect", "client/c") + ", " +
                                         allow("Subscribe", "topicfilter/a")),
                    .quotas = profile("{}")};
  FrontDoor new_door{rules, kStart};
  const auto new_visit = enter(new_door, Version::kMqtt5);
  EXPECT_THAT(filters_seen(new_visit->subscribe(asking({"a", "b"}), kStart)),
              ElementsAre("pass", "SUBACK 0x87: " + why));
  EXPECT_EQ(new_door.account()->subscriptions(), 1U);
  FrontDoor old_door{rules, kStart};
  const auto old_visit = enter(old_door, Version::kMqtt311);
  EXPECT_THAT(filters_seen(old_visit->subscribe(asking({"a", "b"}), kStart)),
              ElementsAre("whole closed: " + why));
  EXPECT_EQ(old_door.account()->subscriptions(), 0U) << "no filter of the packet takes effect";
  EXPECT_EQ(old_door.counters().of(Metric::kSubscribeAuthError), 1U);
  EXPECT_EQ(old_door.counters().of(Metric::kSubscribeSuccess), 0U);
}

TEST(Subscribe, TheNinthFilterEndsTheConnection) {
  const auto nine = asking({"1", "2", "3", "4", "5", "6", "7", "8", "9"});
  for (const Version version : {Version::kMqtt311, Version::kMqtt5}) {
    FrontDoor door{{.quotas = profile("{}")}, kStart};
    const auto visit = enter(door, version);
    EXPECT_THAT(filters_seen(visit->subscribe(nine, kStart)),
                ElementsAre(version == Version::kMqtt5
                                ? "whole DISCONNECT 0x97: subscriptions_max_per_subscribe_packet"
                                : "whole closed: subscriptions_max_per_subscribe_packet"));
  }
}

TEST(Subscribe, BeyondTheLastPlaceIsToldPerFilter) {
  for (const Version version : {Version::kMqtt311, Version::kMqtt5}) {
    FrontDoor door{{.quotas = profile("subscribe: {subscriptions_max_per_connection: 2}")}, kStart};
    const auto visit = enter(door, version);
    EXPECT_THAT(
        filters_seen(visit->subscribe(asking({"a", "b", "c", "a"}), kStart)),
        ElementsAre("pass", "pass",
                    version == Version::kMqtt5 ? "SUBACK 0x97: subscriptions_max_per_connection"
                                               : "SUBACK 0x80: subscriptions_max_per_connection",
                    "pass"));
    const std::vector<std::string_view> gone{"a"};
    EXPECT_EQ(seen(visit->unsubscribe(gone, kStart)), "pass");
    EXPECT_THAT(filters_seen(visit->subscribe(asking({"c"}), kStart)), ElementsAre("pass"));
  }
}

TEST(Subscribe, OfTheAccountIsHeldToItsRateFilterByFilter) {
  FrontDoor door{{.quotas = profile("subscribe: {subscriptions_per_second_per_account: 3}")},
                 kStart};
  const auto visit = enter(door, Version::kMqtt5);
  EXPECT_THAT(filters_seen(visit->subscribe(asking({"a", "b"}), kStart)),
              ElementsAre("pass", "pass"));
  EXPECT_THAT(filters_seen(visit->subscribe(asking({"c", "d"}), kStart)),
              ElementsAre("pass", "SUBACK 0x97: subscriptions_per_second_per_account"));
  EXPECT_EQ(door.account()->subscriptions(), 3U) << "what fails late gives back what it took";
}

TEST(Subscribe, ToAFilterThatIsTooLongOrDeep) {
  const std::string shared = "$share/" + std::string(100, 'g') + "/" + std::string(256, 'f');
  for (const auto& [filter, told] : std::vector<std::pair<std::string, std::string>>{
           {std::string(256, 'f'), "pass"},
           {std::string(257, 'f'), "SUBACK 0x8f: topic_filter_max_bytes_utf8"},
           {"1/2/3/4/5/6/7/8", "pass"},
           {"1/2/3/4/5/6/7/8/9", "SUBACK 0x8f: topic_filter_max_slashes"},
           {shared, "pass"}}) {
    FrontDoor door{{.quotas = profile("{}")}, kStart};
    const auto visit = enter(door, Version::kMqtt5);
    EXPECT_THAT(filters_seen(visit->subscribe(asking({filter}), kStart)), ElementsAre(told));
  }
}

TEST(Subscribe, ThatEndsTheConnectionGivesBackTheRateThatItTook) {
  FrontDoor door{{.quotas = profile("subscribe: {subscriptions_per_second_per_account: 5}")},
                 kStart};
  const auto first = enter(door, Version::kMqtt311);
  ASSERT_TRUE(first->subscribe(asking({"a", "b", "c", "d", std::string(257, 'f')}), kStart).whole);
  const auto second = enter(door, Version::kMqtt311, kStart, "other");
  EXPECT_THAT(filters_seen(second->subscribe(asking({"1", "2", "3", "4", "5"}), kStart)),
              testing::Each("pass"));
}

TEST(Subscribe, ToASharedFilterWithoutAProperNameOfItsGroup) {
  for (const auto& [filter, is_good] :
       std::vector<std::pair<std::string, bool>>{{"$share/" + std::string(128, 'g') + "/f", true},
                                                 {"$share/" + std::string(129, 'g') + "/f", false},
                                                 {"$share//f", false},
                                                 {"$share/g", false},
                                                 {"$share/g/", false},
                                                 {"$share/g+/f", false}}) {
    FrontDoor door{{.quotas = profile("{}")}, kStart};
    const auto visit = enter(door, Version::kMqtt5);
    EXPECT_THAT(filters_seen(visit->subscribe(asking({filter}), kStart)),
                ElementsAre(is_good ? "pass"
                                    : "SUBACK 0x8f: shared_subscription_group_name_max_characters"))
        << filter;
  }
}

TEST(Subscribe, WithAnIdentifierOrQos2IsNotSupported) {
  FrontDoor door{{.quotas = profile("{}")}, kStart};
  const auto visit = enter(door, Version::kMqtt5);
  auto request = asking({"a"});
  request.has_identifier = true;
  EXPECT_THAT(filters_seen(visit->subscribe(request, kStart)),
              ElementsAre("whole DISCONNECT 0xa1: subscription_identifier_available_announced"));
  EXPECT_THAT(filters_seen(visit->subscribe({{{"a", 2}}, false}, kStart)),
              ElementsAre("whole DISCONNECT 0x9b: max_qos"));
}

TEST(Subscriptions, AreGivenBackWithTheConnection) {
  FrontDoor door{{.quotas = profile("{}")}, kStart};
  auto visit = enter(door, Version::kMqtt5);
  for (int i = 0; i < 1000; ++i) {
    const TimePoint now = kStart + i * 10ms;
    visit->subscribe(asking({"a", "b"}), now);
    visit->forget_subscription("b");
    const std::vector<std::string_view> gone{"a"};
    visit->unsubscribe(gone, now);
  }
  EXPECT_EQ(door.account()->subscriptions(), 0U);
  visit->subscribe(asking({"a", "b"}), kStart + 1h);
  EXPECT_EQ(door.account()->subscriptions(), 2U);
  visit.reset();
  EXPECT_EQ(door.account()->subscriptions(), 0U);
  EXPECT_EQ(door.account()->connections(), 0U);
}

TEST(Unsubscribe, OfNineFiltersIsNotAcknowledgedInMqtt311) {
  const std::vector<std::string_view> nine(9, "f");
  FrontDoor door{{.quotas = profile("{}")}, kStart};
  EXPECT_EQ(seen(enter(door, Version::kMqtt311)->unsubscribe(nine, kStart)),
            "dropped: filters_max_per_unsubscribe_packet");
  EXPECT_EQ(seen(enter(door, Version::kMqtt5, kStart, "d")->unsubscribe(nine, kStart)),
            "SUBACK 0x80: filters_max_per_unsubscribe_packet");
}

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
  visit->subscribe(asking({"$share/g/b"}), kStart);
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
