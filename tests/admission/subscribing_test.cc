// What Visit says to a SUBSCRIBE and an UNSUBSCRIBE.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/admission/visit.h"
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

TEST(Subscribe, ToAShadowWithANameBeyondItsQuotaIsAsToAReservedTopic) {
  FrontDoor door{{.quotas = profile("device_shadow: {thing_name_max_bytes: 4}")}, kStart};
  const auto visit = enter(door, Version::kMqtt5);
  EXPECT_THAT(filters_seen(visit->subscribe(asking({"$aws/things/lamps/shadow/get/accepted",
                                                    "$aws/things/lamp/shadow/get/accepted"}),
                                            kStart)),
              ElementsAre("SUBACK 0x8f: thing_name_max_bytes", "pass"));
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

TEST(Subscribe, ToAGroupThatHasNoRoomIsToldPerFilter) {
  const std::string quotas =
      "subscribe: {shared_subscription_groups_max_per_account: 1, "
      "shared_subscriptions_max_per_group: 2}";
  for (const Version version : {Version::kMqtt311, Version::kMqtt5}) {
    const std::string code = version == Version::kMqtt5 ? "SUBACK 0x97: " : "SUBACK 0x80: ";
    FrontDoor door{{.quotas = profile(quotas)}, kStart};
    const auto first = enter(door, version);
    const auto second = enter(door, version, kStart, "other");
    EXPECT_THAT(filters_seen(first->subscribe(asking({"$share/g/a", "$share/g/a"}), kStart)),
                ElementsAre("pass", "pass"))
        << "a repeated filter takes no second place";
    EXPECT_THAT(filters_seen(second->subscribe(
                    asking({"$share/g/a", "$share/g/b", "$share/h/a", "$share/g/a", "a"}), kStart)),
                ElementsAre("pass", code + "shared_subscriptions_max_per_group",
                            code + "shared_subscription_groups_max_per_account", "pass", "pass"));
    EXPECT_EQ(door.account()->subscriptions(), 3U) << "what is refused takes no place";
    EXPECT_EQ(door.counters().of(Metric::kSubscribeThrottle), 2U);
    const std::vector<std::string_view> gone{"$share/g/a"};
    EXPECT_EQ(seen(first->unsubscribe(gone, kStart)), "pass");
    EXPECT_THAT(filters_seen(second->subscribe(asking({"$share/g/b"}), kStart)),
                ElementsAre("pass"));
  }
}

TEST(Subscribe, ToAGroupBeyondItsRateIsToldPerFilterAndTakesNothing) {
  const std::string quotas =
      "subscribe: {shared_subscription_subscribe_unsubscribe_requests_per_second_per_group: 2, "
      "subscriptions_per_second_per_account: 4}";
  const std::string told =
      "shared_subscription_subscribe_unsubscribe_requests_per_second_per_group";
  for (const Version version : {Version::kMqtt311, Version::kMqtt5}) {
    FrontDoor door{{.quotas = profile(quotas)}, kStart};
    const auto visit = enter(door, version);
    EXPECT_THAT(filters_seen(visit->subscribe(
                    asking({"$share/g/a", "$share/g/b", "$share/g/c", "a"}), kStart)),
                ElementsAre("pass", "pass",
                            (version == Version::kMqtt5 ? "SUBACK 0x97: " : "SUBACK 0x80: ") + told,
                            "pass"));
    EXPECT_EQ(door.account()->shared_groups().subscriptions_of("g"), 2U);
    EXPECT_THAT(filters_seen(visit->subscribe(asking({"$share/h/a"}), kStart)), ElementsAre("pass"))
        << "the fourth of the account: the refused one took no token";
  }
}

TEST(Subscribe, ThatFailsLateOrAsAWholeGivesBackTheTokensOfItsGroup) {
  FrontDoor door{
      {.quotas = profile(
           "subscribe: {shared_subscription_subscribe_unsubscribe_requests_per_second_per_group: "
           "2, subscriptions_per_second_per_account: 3}")},
      kStart};
  const auto first = enter(door, Version::kMqtt311);
  ASSERT_TRUE(
      first->subscribe(asking({"$share/g/a", "$share/g/b", std::string(257, 'f')}), kStart).whole);
  EXPECT_EQ(door.account()->shared_groups().groups(), 0U);
  const auto second = enter(door, Version::kMqtt311, kStart, "other");
  EXPECT_THAT(
      filters_seen(second->subscribe(asking({"1", "2", "$share/g/a", "$share/g/b"}), kStart)),
      ElementsAre("pass", "pass", "pass", "SUBACK 0x80: subscriptions_per_second_per_account"));
  EXPECT_EQ(door.account()->shared_groups().subscriptions_of("g"), 1U);
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

TEST(Subscriptions, OfGroupsCountOnAsLongAsTheSessionIsKept) {
  FrontDoor door{{.quotas = profile("subscribe: {shared_subscription_groups_max_per_account: 1}")},
                 kStart};
  {
    auto kept = door.connect({.version = Version::kMqtt5,
                              .client_id = "kept",
                              .clean_start = false,
                              .session_expiry = 60},
                             kStart);
    auto& visit = *std::get<Admitted>(kept).visit;
    visit.subscribe(asking({"$share/g/a"}), kStart);
    visit.leave(kStart);
  }
  const auto visit = enter(door, Version::kMqtt5);
  EXPECT_THAT(filters_seen(visit->subscribe(asking({"$share/h/a"}), kStart)),
              ElementsAre("SUBACK 0x97: shared_subscription_groups_max_per_account"));
  const auto later = enter(door, Version::kMqtt5, kStart + 60s, "later");
  EXPECT_THAT(filters_seen(later->subscribe(asking({"$share/h/a"}), kStart + 60s)),
              ElementsAre("pass"));
}

TEST(Subscriptions, HaveTheQosThatWasLastGranted) {
  FrontDoor door{{.quotas = profile("subscribe: {subscriptions_per_second_per_account: 2}")},
                 kStart};
  const auto visit = enter(door, Version::kMqtt5);
  const auto qos = [&] { return visit->hold().session().subscriptions().at("a"); };
  visit->subscribe({.filters = {{"a", 1}}}, kStart);
  EXPECT_EQ(qos(), 1);
  visit->subscribe({.filters = {{"a", 0}}}, kStart);
  EXPECT_EQ(qos(), 0);
  visit->subscribe({.filters = {{"a", 1}}}, kStart);
  EXPECT_EQ(qos(), 0) << "beyond the rate";
}

TEST(Unsubscribe, BeyondTheRateOfAGroupIsAnsweredAsBeyondTheAccounts) {
  const std::string told =
      "shared_subscription_subscribe_unsubscribe_requests_per_second_per_group";
  for (const Version version : {Version::kMqtt311, Version::kMqtt5}) {
    FrontDoor door{
        {.quotas = profile(
             "subscribe: {shared_subscription_subscribe_unsubscribe_requests_per_second_per_group: "
             "3, unsubscriptions_per_second_per_account: 2}")},
        kStart};
    const auto visit = enter(door, version);
    visit->subscribe(asking({"$share/g/a", "a"}), kStart);
    const std::vector<std::string_view> three{"$share/g/a", "a", "$share/g/b", "$share/g/c"};
    EXPECT_EQ(seen(visit->unsubscribe(three, kStart)),
              (version == Version::kMqtt5 ? "SUBACK 0x80: " : "dropped: ") + told);
    EXPECT_EQ(door.account()->subscriptions(), 2U) << "none of them ends";
    EXPECT_EQ(door.counters().of(Metric::kUnsubscribeThrottle), 1U);
    const std::vector<std::string_view> two{"$share/g/a", "$share/g/b"};
    EXPECT_EQ(seen(visit->unsubscribe(two, kStart)), "pass") << "nothing was taken";
    const std::vector<std::string_view> plain{"a"};
    EXPECT_EQ(seen(visit->unsubscribe(plain, kStart)), "pass");
    EXPECT_EQ(door.account()->subscriptions(), 0U);
  }
}

TEST(Unsubscribe, OfNineFiltersIsNotAcknowledgedInMqtt311) {
  const std::vector<std::string_view> nine(9, "f");
  FrontDoor door{{.quotas = profile("{}")}, kStart};
  EXPECT_EQ(seen(enter(door, Version::kMqtt311)->unsubscribe(nine, kStart)),
            "dropped: filters_max_per_unsubscribe_packet");
  EXPECT_EQ(seen(enter(door, Version::kMqtt5, kStart, "d")->unsubscribe(nine, kStart)),
            "SUBACK 0x80: filters_max_per_unsubscribe_packet");
}

}  // namespace
}  // namespace shadowsim::admission
