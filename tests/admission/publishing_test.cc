// What a PUBLISH meets.

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "sim/admission/visit.h"
#include "tests/admission/trial.h"

namespace shadowsim::admission {
namespace {

using namespace std::chrono_literals;

const std::string kTopic256(256, 't');
const std::string kTopic257(257, 't');

struct Case {
  const char* what;
  PublishRequest request;
  const char* mqtt311;
  const char* mqtt5;
  std::size_t unacknowledged = 0;
};

class PublishCase : public testing::TestWithParam<Case> {};

TEST_P(PublishCase, IsSeenAsTheReferenceSays) {
  for (const Version version : {Version::kMqtt311, Version::kMqtt5}) {
    FrontDoor door{{.quotas = profile("{}")}, kStart};
    const auto visit = enter(door, version);
    const auto verdict = visit->publish(GetParam().request, GetParam().unacknowledged, kStart);
    EXPECT_EQ(seen(verdict.refusal),
              version == Version::kMqtt5 ? GetParam().mqtt5 : GetParam().mqtt311);
  }
}

INSTANTIATE_TEST_SUITE_P(
    , PublishCase,
    testing::Values(
        Case{"LargestPayload", {.topic = "t", .payload_bytes = 131072}, "pass", "pass"},
        Case{"LargerPayload",
             {.topic = "t", .qos = 1, .payload_bytes = 131073},
             "closed: payload_max_bytes",
             "DISCONNECT 0x97: payload_max_bytes"},
        Case{"LongestTopic", {.topic = kTopic256}, "pass", "pass"},
        Case{"LongerTopic",
             {.topic = kTopic257, .qos = 1},
             "closed: topic_max_bytes_utf8",
             "PUBACK 0x90: topic_max_bytes_utf8"},
        Case{"LongerTopicQos0",
             {.topic = kTopic257},
             "closed: topic_max_bytes_utf8",
             "DISCONNECT 0x90: topic_max_bytes_utf8"},
        Case{"SevenSlashes", {.topic = "1/2/3/4/5/6/7/8"}, "pass", "pass"},
        Case{"EightSlashes",
             {.topic = "1/2/3/4/5/6/7/8/9", .qos = 1},
             "closed: topic_max_slashes",
             "PUBACK 0x90: topic_max_slashes"},
        Case{"ResponseTopic", {.topic = "t", .qos = 1, .response_topic = "a/b"}, "pass", "pass"},
        Case{"EmptyResponseTopic",
             {.topic = "t", .qos = 1, .response_topic = ""},
             "closed: response_topic_max_bytes",
             "PUBACK 0x90: response_topic_max_bytes"},
        Case{"ResponseToAFilter",
             {.topic = "t", .qos = 1, .response_topic = "a/+"},
             "closed: response_topic_max_bytes",
             "PUBACK 0x90: response_topic_max_bytes"},
        Case{"ResponseTopicOfEightSlashes",
             {.topic = "t", .response_topic = "1/2/3/4/5/6/7/8/9"},
             "closed: topic_max_slashes",
             "DISCONNECT 0x90: topic_max_slashes"},
        Case{"BasicIngest", {.topic = "$aws/rules/r/1/2/3/4/5/6/7/8"}, "pass", "pass"},
        Case{"Qos2", {.topic = "t", .qos = 2}, "dropped: max_qos", "DISCONNECT 0x9b: max_qos"},
        Case{"HundredUnacknowledged",
             {.topic = "t", .qos = 1},
             "closed: inbound_unacknowledged_qos1_max_per_connection",
             "DISCONNECT 0x93: inbound_unacknowledged_qos1_max_per_connection",
             100},
        Case{"NinetyNineUnacknowledged", {.topic = "t", .qos = 1}, "pass", "pass", 99},
        Case{"RetainedOnReservedTopic",
             {.topic = "$aws/x", .qos = 1, .retain = true},
             "closed: retained_publish_allowed_on_reserved_topics",
             "PUBACK 0x90: retained_publish_allowed_on_reserved_topics"}),
    [](const auto& test) { return test.param.what; });

TEST(PublishRate, DiscardsTheSurplusWithAWordInMqtt5Only) {
  for (const Version version : {Version::kMqtt311, Version::kMqtt5}) {
    FrontDoor door{{.quotas = profile("{}")}, kStart};
    const auto visit = enter(door, version);
    const auto publish = [&](std::uint8_t qos, Duration when) {
      return seen(visit->publish({.topic = "t", .qos = qos}, 0, kStart + when).refusal);
    };
    for (int i = 0; i < 100; ++i)
      ASSERT_EQ(publish(1, 0s), "pass");
    const std::string cause = ": publish_requests_per_second_per_connection";
    EXPECT_EQ(publish(0, 0s), "dropped" + cause);
    EXPECT_EQ(publish(1, 0s), (version == Version::kMqtt5 ? "PUBACK 0x97" : "dropped") + cause);
    EXPECT_EQ(publish(1, 10ms), "pass");
    EXPECT_EQ(door.counters().of(Metric::kThrottleExceeded), 2U);
    EXPECT_EQ(door.counters().of(Metric::kPublishInSuccess), 101U);
  }
}

TEST(PublishRate, IsNotUsedUpByWhatAnotherQuotaRefuses) {
  FrontDoor door{{.quotas = profile("publish: {inbound_publish_requests_per_second_per_account: 4, "
                                    "publish_requests_per_second_per_connection: 10}")},
                 kStart};
  const auto visit = enter(door, Version::kMqtt5);
  const auto publish = [&](const std::string& topic, std::size_t bytes = 1) {
    return seen(
        visit->publish({.topic = topic, .qos = 1, .payload_bytes = bytes}, 0, kStart).refusal);
  };
  for (int i = 0; i < 4; ++i)
    ASSERT_EQ(publish("t"), "pass");
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(publish("t"), "PUBACK 0x97: inbound_publish_requests_per_second_per_account");
    ASSERT_EQ(publish("t", 200'000), "DISCONNECT 0x97: payload_max_bytes");
  }
  for (int i = 0; i < 6; ++i)
    EXPECT_EQ(publish("$aws/rules/r/t"), "pass");
  EXPECT_EQ(publish("$aws/rules/r/t"), "PUBACK 0x97: publish_requests_per_second_per_connection");
}

TEST(MessageExpiry, IsHeldToTheServicesRangeWhereThereAreQuotas) {
  FrontDoor door{{.quotas = profile("{}")}, kStart};
  const auto visit = enter(door, Version::kMqtt5);
  EXPECT_EQ(visit->message_expiry(0), 1U);
  EXPECT_EQ(visit->message_expiry(60), 60U);
  EXPECT_EQ(visit->message_expiry(604'801), 604'800U);
  EXPECT_EQ(visit->message_expiry(0xFFFFFFFF), 604'800U);
  FrontDoor open_door{{}, kStart};
  EXPECT_EQ(enter(open_door, Version::kMqtt5)->message_expiry(0), 0U);
}

TEST(PublishRate, ThatLastsEndsTheConnectionWhereTheProfileSaysSo) {
  FrontDoor door{{.quotas = profile("excess_behaviour: {publish_rate_connection_sustained: "
                                    "{close_after_continuous_excess_seconds: 2}}")},
                 kStart};
  const auto visit = enter(door, Version::kMqtt5);
  std::string last;
  Duration at{};
  for (; at < 10s && !last.starts_with("DISCONNECT"); at += 2ms)
    last = seen(visit->publish({.topic = "t", .qos = 1}, 0, kStart + at).refusal);
  EXPECT_EQ(last, "DISCONNECT 0x97: publish_requests_per_second_per_connection");
  EXPECT_GE(at, 2s);
  EXPECT_LE(at, 3s);
}

TEST(PublishPolicy, ADeniedOneTakesNothingOfTheAccount) {
  FrontDoor door{
      {.policies = policies(allow("Connect", "client/c") + ", " + allow("Publish", "topic/a")),
       .quotas = profile("publish: {inbound_publish_requests_per_second_per_account: 1}")},
      kStart};
  const auto visit = enter(door, Version::kMqtt5);
  const auto publish = [&](std::string_view topic, bool retain) {
    return seen(visit->publish({.topic = topic, .qos = 1, .retain = retain}, 0, kStart).refusal);
  };
  const std::string why = ": denied: no statement allows it";
  EXPECT_EQ(publish("b", false),
            "PUBACK 0x87: iot:Publish on arn:aws:iot:us-east-1:123456789012:topic/b" + why);
  EXPECT_EQ(publish("a", true),
            "PUBACK 0x87: iot:RetainPublish on arn:aws:iot:us-east-1:123456789012:topic/a" + why);
  EXPECT_EQ(publish("a", false), "pass");
  EXPECT_EQ(publish("a", false), "PUBACK 0x97: inbound_publish_requests_per_second_per_account");
  EXPECT_EQ(door.counters().of(Metric::kPublishInAuthError), 1U);
  EXPECT_EQ(door.counters().of(Metric::kPublishRetainedAuthError), 1U);
  EXPECT_EQ(door.counters().of(Metric::kPublishInThrottle), 1U);
}

TEST(PublishPolicy, ADeniedOneCountsForTheAccountWhereTheProfileSaysSo) {
  FrontDoor door{
      {.policies = policies(allow("Connect", "client/c") + ", " + allow("Publish", "topic/a")),
       .quotas = profile("publish: {inbound_publish_requests_per_second_per_account: 1}\n"
                         "emulation: {count_denied_publish_against_account_rate: true}")},
      kStart};
  const auto visit = enter(door, Version::kMqtt5);
  visit->publish({.topic = "b", .qos = 1}, 0, kStart);
  EXPECT_EQ(seen(visit->publish({.topic = "a", .qos = 1}, 0, kStart).refusal),
            "PUBACK 0x97: inbound_publish_requests_per_second_per_account");
}

TEST(PublishRate, DelaysTheSurplusWhereTheProfileSaysSo) {
  FrontDoor door{
      {.quotas = profile("publish: {publish_requests_per_second_per_connection: 10}\n"
                         "excess_behaviour: {publish_rate_connection_qos1: {mqtt5: delay}}")},
      kStart};
  const auto visit = enter(door, Version::kMqtt5);
  const auto publish = [&] {
    return seen(visit->publish({.topic = "t", .qos = 1}, 0, kStart).refusal);
  };
  for (int i = 0; i < 10; ++i)
    ASSERT_EQ(publish(), "pass");
  EXPECT_EQ(visit->slow_down(Direction::kFromClient, 10, kStart), 0s);
  EXPECT_EQ(publish(), "pass");
  EXPECT_EQ(publish(), "pass");
  EXPECT_EQ(visit->slow_down(Direction::kToClient, 10, kStart), 0s);
  EXPECT_EQ(visit->slow_down(Direction::kFromClient, 10, kStart), 300ms)
      << "two owed, and one more";
  EXPECT_EQ(door.counters().of(Metric::kThrottleExceeded), 0U);
}

TEST(RetainedMessages, AreSoManyUntilOneIsDeleted) {
  FrontDoor door{{.quotas = profile("retained: {retained_messages_max_per_account: 2, "
                                    "retained_publish_requests_per_second_per_topic: 100}")},
                 kStart};
  const auto visit = enter(door, Version::kMqtt5);
  const auto retain = [&](std::string_view topic, std::size_t bytes) {
    return seen(
        visit
            ->publish({.topic = topic, .qos = 1, .retain = true, .payload_bytes = bytes}, 0, kStart)
            .refusal);
  };
  EXPECT_EQ(retain("a", 1), "pass");
  EXPECT_EQ(retain("b", 1), "pass");
  EXPECT_EQ(retain("c", 1), "PUBACK 0x97: retained_messages_max_per_account");
  EXPECT_EQ(retain("a", 2), "pass") << "it replaces the one that is there";
  EXPECT_EQ(retain("c", 0), "pass") << "a deletion of nothing";
  EXPECT_EQ(retain("a", 0), "pass");
  EXPECT_EQ(retain("c", 1), "pass");
  EXPECT_EQ(retain("a", 1), "PUBACK 0x97: retained_messages_max_per_account");
  EXPECT_EQ(door.counters().of(Metric::kPublishRetainedThrottle), 2U);
}

TEST(ReservedTopic, IsRefusedWhateverAPolicyAllows) {
  const std::string connect_and_all =
      allow("Connect", "client/c") + ", " + allow("Publish", "topic/*");
  for (const bool has_quotas : {true, false}) {
    Rules rules{.policies = policies(connect_and_all)};
    if (has_quotas) rules.quotas = profile("{}");
    FrontDoor door{rules, kStart};
    const auto old_one = enter(door, Version::kMqtt311);
    const auto new_one = enter(door, Version::kMqtt5, kStart + 2s);
    const auto publish = [&](Visit& visit, std::string_view topic, std::uint8_t qos) {
      return seen(visit.publish({.topic = topic, .qos = qos}, 0, kStart).refusal);
    };
    for (const char* topic :
         {"$aws/things/lamp/shadow/update/accepted", "$aws/unknown", "$SYS/x"}) {
      EXPECT_EQ(publish(*old_one, topic, 1), "closed: reserved_topics");
      EXPECT_EQ(publish(*new_one, topic, 0), "DISCONNECT 0x90: reserved_topics");
      EXPECT_EQ(publish(*new_one, topic, 1), "PUBACK 0x90: reserved_topics");
    }
    EXPECT_EQ(publish(*new_one, "$aws/things/lamp/shadow/update", 1), "pass");
  }
}

TEST(Publish, OfAShadowWithANameBeyondItsQuotaIsAsOnAReservedTopic) {
  FrontDoor door{
      {.quotas = profile("device_shadow: {thing_name_max_bytes: 4, shadow_name_max_bytes: 3}")},
      kStart};
  const auto old_one = enter(door, Version::kMqtt311);
  const auto new_one = enter(door, Version::kMqtt5, kStart, "d");
  const auto publish = [&](Visit& visit, std::string_view topic, std::uint8_t qos) {
    return seen(visit.publish({.topic = topic, .qos = qos}, 0, kStart).refusal);
  };
  for (const auto& [topic, cause] : std::vector<std::pair<const char*, std::string>>{
           {"$aws/things/lamps/shadow/update", "thing_name_max_bytes"},
           {"$aws/things/lamp/shadow/name/abcd/update", "shadow_name_max_bytes"}}) {
    EXPECT_EQ(publish(*old_one, topic, 1), "closed: " + cause);
    EXPECT_EQ(publish(*new_one, topic, 0), "DISCONNECT 0x90: " + cause);
    EXPECT_EQ(publish(*new_one, topic, 1), "PUBACK 0x90: " + cause);
  }
  EXPECT_EQ(publish(*new_one, "$aws/things/lamp/shadow/name/abc/update", 1), "pass");
  EXPECT_EQ(door.counters().of(Metric::kPublishInClientError), 6U);
  EXPECT_EQ(door.counters().refusals().at("thing_name_max_bytes"), 3U);
}

constexpr const char* kUpdate = "$aws/things/lamp/shadow/update";

TEST(ShadowRequests, BeyondTheRateOfAShadowAreRejectedAndTakeNothing) {
  FrontDoor door{{.quotas = profile("{}")}, kStart};
  const auto visit = enter(door, Version::kMqtt5);
  const auto update = [&](Duration when) {
    auto verdict = visit->publish({.topic = kUpdate, .qos = 1}, 0, kStart + when);
    visit->answered(verdict.place);
    return verdict;
  };
  for (int i = 0; i < 20; ++i)
    ASSERT_EQ(seen(update(0s).refusal), "pass");
  for (int i = 0; i < 20; ++i) {
    const auto verdict = update(0s);
    EXPECT_EQ(seen(verdict.refusal), "rejected with 429: shadow_requests_per_second_per_shadow");
    EXPECT_TRUE(verdict.is_rejected());
    EXPECT_EQ(verdict.topic, kUpdate);
    EXPECT_EQ(verdict.place, 0U);
  }
  EXPECT_EQ(seen(update(50ms).refusal), "pass");
  EXPECT_EQ(door.counters().of(Metric::kShadowThrottle), 20U);
  EXPECT_EQ(door.counters().of(Metric::kPublishInSuccess), 41U) << "the broker took them all";
  EXPECT_EQ(door.counters().refusals().at("shadow_requests_per_second_per_shadow"), 20U);
}

TEST(ShadowRequests, ShareTheAccountsRateOverConnections) {
  FrontDoor door{
      {.quotas = profile("device_shadow: {shadow_api_requests_per_second_per_account: 3}")},
      kStart};
  const auto one = enter(door, Version::kMqtt311, kStart, "a");
  const auto other = enter(door, Version::kMqtt5, kStart, "b");
  const auto get = [&](Visit& visit, std::string_view topic) {
    return seen(visit.publish({.topic = topic}, 0, kStart).refusal);
  };
  EXPECT_EQ(get(*one, "$aws/things/a/shadow/get"), "pass");
  EXPECT_EQ(get(*other, "$aws/things/b/shadow/delete"), "pass");
  EXPECT_EQ(get(*one, "$aws/things/a/shadow/name/n/update"), "pass");
  for (Visit* const visit : {one.get(), other.get()})
    EXPECT_EQ(get(*visit, "$aws/things/c/shadow/get"),
              "rejected with 429: shadow_api_requests_per_second_per_account");
  EXPECT_EQ(get(*one, "elsewhere"), "pass");
}

TEST(ShadowRequests, TenOfAThingMayBeOpenOnAConnection) {
  FrontDoor door{{.quotas = profile("{}")}, kStart};
  const auto visit = enter(door, Version::kMqtt311, kStart, "a");
  const auto other = enter(door, Version::kMqtt311, kStart, "b");
  const auto get = [](Visit& from, std::string_view topic, Duration when = 0s) {
    return from.publish({.topic = topic, .qos = 1}, 0, kStart + when);
  };
  const auto first = get(*visit, "$aws/things/lamp/shadow/get");
  for (int i = 1; i < 10; ++i)
    ASSERT_EQ(seen(get(*visit, fmt::format("$aws/things/lamp/shadow/name/s{}/get", i)).refusal),
              "pass");
  const std::string refused =
      "rejected with 429: in_flight_unacknowledged_requests_max_per_thing_per_connection";
  EXPECT_EQ(seen(get(*visit, "$aws/things/lamp/shadow/get").refusal), refused);
  EXPECT_EQ(seen(get(*visit, "$aws/things/other/shadow/get").refusal), "pass");
  EXPECT_EQ(seen(get(*other, "$aws/things/lamp/shadow/get").refusal), "pass");
  visit->answered(first.place);
  EXPECT_EQ(seen(get(*visit, "$aws/things/lamp/shadow/get").refusal), "pass");
  EXPECT_EQ(seen(get(*visit, "$aws/things/lamp/shadow/get").refusal), refused);
  EXPECT_EQ(seen(get(*visit, "$aws/things/lamp/shadow/get", 30s).refusal), "pass");
}

TEST(ShadowRequests, AreRefusedAsTheProfileSays) {
  FrontDoor door{{.quotas = profile("device_shadow: {shadow_requests_per_second_per_shadow: 1}\n"
                                    "excess_behaviour: {shadow_rate_shadow: {mqtt5: puback_97}}")},
                 kStart};
  const auto visit = enter(door, Version::kMqtt5);
  EXPECT_EQ(seen(visit->publish({.topic = kUpdate, .qos = 1}, 0, kStart).refusal), "pass");
  const auto verdict = visit->publish({.topic = kUpdate, .qos = 1}, 0, kStart);
  EXPECT_EQ(seen(verdict.refusal), "PUBACK 0x97: shadow_requests_per_second_per_shadow");
  EXPECT_FALSE(verdict.is_rejected());
  EXPECT_EQ(door.counters().of(Metric::kPublishInSuccess), 1U);
}

TEST(TopicAlias, StandsForItsTopic) {
  FrontDoor door{{.quotas = profile("{}")}, kStart};
  const auto visit = enter(door, Version::kMqtt5);
  const auto publish = [&](std::string_view topic, std::uint32_t alias) {
    return visit->publish({.topic = topic, .alias = alias}, 0, kStart);
  };
  EXPECT_EQ(publish("a", 8).topic, "a");
  EXPECT_EQ(publish("", 8).topic, "a");
  EXPECT_EQ(publish("b", 8).topic, "b");
  EXPECT_EQ(publish("", 8).topic, "b");
  EXPECT_EQ(seen(publish("", 7).refusal), "DISCONNECT 0x82: a PUBLISH without a topic");
  EXPECT_EQ(seen(publish("a", 9).refusal), "DISCONNECT 0x94: topic_alias_maximum_announced");
  EXPECT_EQ(seen(publish("a", 0).refusal), "DISCONNECT 0x94: topic_alias_maximum_announced");
}

}  // namespace
}  // namespace shadowsim::admission
