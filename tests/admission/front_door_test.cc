#include "sim/admission/front_door.h"

#include <gtest/gtest.h>

#include "tests/admission/trial.h"

namespace shadowsim::admission {
namespace {

using namespace std::chrono_literals;

struct Refused {
  const char* what;
  ConnectRequest request;
  const char* mqtt311;
  const char* mqtt5;
};

class RefusedConnect : public testing::TestWithParam<Refused> {};

TEST_P(RefusedConnect, IsSeenAsTheReferenceSays) {
  for (const Version version : {Version::kMqtt311, Version::kMqtt5}) {
    FrontDoor door{{.policies = policies(allow("Connect", "client/good*") + ", " +
                                         allow("Publish", "topic/wills/*")),
                    .quotas = profile("{}")},
                   kStart};
    ConnectRequest request = GetParam().request;
    request.version = version;
    EXPECT_EQ(seen(door.connect(request, kStart)),
              version == Version::kMqtt5 ? GetParam().mqtt5 : GetParam().mqtt311);
    EXPECT_EQ(door.counters().of(Metric::kConnectSuccess), 0U);
    EXPECT_EQ(door.account()->connections(), 0U);
  }
}

const std::string kTopic257(257, 't');
const std::string kLongId = "good" + std::string(125, 'x');

INSTANTIATE_TEST_SUITE_P(
    , RefusedConnect,
    testing::Values(
        Refused{
            "Denied",
            {.client_id = "bad"},
            "closed: iot:Connect on arn:aws:iot:us-east-1:123456789012:client/bad: denied: no "
            "statement allows it",
            "CONNACK 0x87: iot:Connect on arn:aws:iot:us-east-1:123456789012:client/bad: denied: "
            "no statement allows it"},
        Refused{
            "DeniedWill",
            {.client_id = "good", .will = WillRequest{"other"}},
            "closed: iot:Publish on arn:aws:iot:us-east-1:123456789012:topic/other: denied: no "
            "statement allows it",
            "CONNACK 0x87: iot:Publish on arn:aws:iot:us-east-1:123456789012:topic/other: denied: "
            "no statement allows it"},
        Refused{"DeniedRetainedWill",
                {.client_id = "good", .will = WillRequest{"wills/a", 0, true}},
                "closed: iot:RetainPublish on arn:aws:iot:us-east-1:123456789012:topic/wills/a: "
                "denied: no statement allows it",
                "CONNACK 0x87: iot:RetainPublish on "
                "arn:aws:iot:us-east-1:123456789012:topic/wills/a: denied: no statement allows it"},
        Refused{"WillOfQos2",
                {.client_id = "good", .will = WillRequest{"wills/a", 2}},
                "closed: max_qos",
                "CONNACK 0x9b: max_qos"},
        Refused{"WillOnAReservedTopic",
                {.client_id = "good", .will = WillRequest{"$aws/events/x"}},
                "closed: reserved_topics",
                "CONNACK 0x90: reserved_topics"},
        Refused{"WillOnAFilter",
                {.client_id = "good", .will = WillRequest{"wills/+"}},
                "closed: no topic name",
                "CONNACK 0x90: no topic name"},
        Refused{"WillOnALongTopic",
                {.client_id = "good", .will = WillRequest{kTopic257}},
                "closed: topic_max_bytes_utf8",
                "CONNACK 0x90: topic_max_bytes_utf8"},
        Refused{"WillOfEightSlashes",
                {.client_id = "good", .will = WillRequest{"1/2/3/4/5/6/7/8/9"}},
                "closed: topic_max_slashes",
                "CONNACK 0x90: topic_max_slashes"},
        Refused{"RetainedWillOnAReservedTopic",
                {.client_id = "good", .will = WillRequest{"$aws/things/t/shadow/update", 0, true}},
                "closed: retained_publish_allowed_on_reserved_topics",
                "CONNACK 0x90: retained_publish_allowed_on_reserved_topics"},
        Refused{"LargeConnect",
                {.client_id = "good", .payload_bytes = 131'073},
                "closed: payload_max_bytes",
                "CONNACK 0x97: payload_max_bytes"},
        Refused{"LongClientId",
                {.client_id = kLongId},
                "CONNACK 0x02: client_id_max_bytes_utf8",
                "CONNACK 0x85: client_id_max_bytes_utf8"}),
    [](const auto& test) { return test.param.what; });

TEST(FrontDoor, AWillToAShadowWithANameBeyondItsQuotaIsAsOnAReservedTopic) {
  FrontDoor door{{.quotas = profile("device_shadow: {thing_name_max_bytes: 4}")}, kStart};
  EXPECT_EQ(seen(door.connect({.version = Version::kMqtt5,
                               .client_id = "c",
                               .will = WillRequest{"$aws/things/lamps/shadow/update"}},
                              kStart)),
            "CONNACK 0x90: thing_name_max_bytes");
}

TEST(FrontDoor, WithoutRulesLetsEverybodyIn) {
  FrontDoor door{{}, kStart};
  for (int i = 0; i < 100; ++i) {
    const auto answer = door.connect({.client_id = "c", .keep_alive = 7}, kStart);
    ASSERT_EQ(seen(answer), "pass");
    EXPECT_EQ(std::get<Admitted>(answer).keep_alive, 7);
    EXPECT_FALSE(std::get<Admitted>(answer).announced.has_value());
  }
}

TEST(FrontDoor, HoldsAClientIdToOneConnectASecond) {
  FrontDoor door{{.quotas = profile("{}")}, kStart};
  const auto at = [&](Duration when) {
    return seen(door.connect({.version = Version::kMqtt5, .client_id = "c"}, kStart + when));
  };
  EXPECT_EQ(at(0s), "pass");
  EXPECT_EQ(at(900ms), "CONNACK 0x97: connect_requests_per_second_per_client_id");
  EXPECT_EQ(at(1s), "pass");
  EXPECT_EQ(door.counters().of(Metric::kConnectClientIdThrottle), 1U);
}

TEST(FrontDoor, ARefusedConnectLeavesTheSessionOfThatId) {
  FrontDoor door{{.quotas = profile("connect: {concurrent_connections_per_account: 1}")}, kStart};
  const auto first = enter(door, Version::kMqtt5);
  EXPECT_EQ(seen(door.connect({.client_id = "c"}, kStart)),
            "closed: connect_requests_per_second_per_client_id");
  EXPECT_EQ(door.account()->connections(), 1U);
  EXPECT_EQ(seen(door.connect({.version = Version::kMqtt5, .client_id = "d"}, kStart)),
            "CONNACK 0x97: concurrent_connections_per_account");
  EXPECT_EQ(seen(door.connect({.client_id = "c"}, kStart + 1s)), "pass") << "takes its own place";
}

TEST(FrontDoor, ClampsTheKeepAlive) {
  for (const auto& [wished, in_force] : std::vector<std::pair<std::uint16_t, std::uint16_t>>{
           {0, 1200}, {10, 30}, {29, 30}, {30, 30}, {1200, 1200}, {1300, 1200}, {65535, 1200}}) {
    FrontDoor door{{.quotas = profile("{}")}, kStart};
    const auto answer = door.connect({.client_id = "c", .keep_alive = wished}, kStart);
    EXPECT_EQ(std::get<Admitted>(answer).keep_alive, in_force) << wished;
  }
}

TEST(FrontDoor, BearsSilenceForTheKeepAliveTimesAFactor) {
  const auto borne = [](Rules rules, std::uint16_t keep_alive) {
    FrontDoor door{std::move(rules), kStart};
    const auto answer = door.connect({.client_id = "c", .keep_alive = keep_alive}, kStart);
    return std::get<Admitted>(answer).silence_most;
  };
  EXPECT_EQ(borne({.quotas = profile("{}")}, 60), 90s);
  EXPECT_EQ(borne({.quotas = profile("connect: {keep_alive_disconnect_factor: 2}")}, 60), 120s);
  EXPECT_EQ(borne({}, 7), 10500ms);
  EXPECT_EQ(borne({}, 0), Duration::zero()) << "for ever";
}

TEST(FrontDoor, AnnouncesTheServicesLimits) {
  FrontDoor door{{.quotas = profile("{}")}, kStart};
  const auto answer = door.connect(
      {.version = Version::kMqtt5, .client_id = "c", .session_expiry = 7200, .receive_maximum = 20},
      kStart);
  const auto& admitted = std::get<Admitted>(answer);
  ASSERT_TRUE(admitted.announced.has_value());
  EXPECT_EQ(admitted.announced->receive_maximum, 100);
  EXPECT_EQ(admitted.announced->topic_alias_maximum, 8);
  EXPECT_EQ(admitted.announced->maximum_qos, 1);
  EXPECT_TRUE(admitted.announced->retain_available);
  EXPECT_EQ(admitted.announced->packet_bytes_max, 149504U);
  EXPECT_TRUE(admitted.announced->wildcards_available);
  EXPECT_FALSE(admitted.announced->identifiers_available);
  EXPECT_EQ(admitted.announced->session_expiry, 3600U);
  EXPECT_EQ(admitted.outbound_in_flight, 20);
}

TEST(FrontDoor, SaysAfterWhichTimeADeliveryIsGivenUp) {
  using namespace std::chrono_literals;
  const auto told = [](const Rules& rules, Version version) {
    FrontDoor door{rules, kStart};
    const auto answer = door.connect({.version = version, .client_id = "c"}, kStart);
    return std::get<Admitted>(answer).gives_up_delivery_after;
  };
  EXPECT_EQ(told({.quotas = profile("{}")}, Version::kMqtt5), 960s);
  EXPECT_EQ(told({.quotas = profile("{}")}, Version::kMqtt311), 3600s);
  EXPECT_EQ(told({.quotas = profile("scale: {time: 0.000001}")}, Version::kMqtt5), 100ms);
  EXPECT_EQ(told({}, Version::kMqtt5), std::nullopt);
}

// A front door where lamps may connect by their own names, phones by any, and all publish to "all".
struct AttachedTrial {
  AttachedPolicy attach(const char* names, const std::string& statements) {
    return {policy::glob_of(names), policies(statements)->front()};
  }

  std::string connect(std::string_view client_id, std::string_view thing,
                      std::string_view will = "all") {
    ConnectRequest request{.version = Version::kMqtt5, .client_id = client_id};
    request.identity.thing = thing;
    request.will = WillRequest{will};
    auto answer = seen(door.connect(request, kStart));
    return answer.substr(0, answer.find(':'));
  }

  FrontDoor door{
      {.policies = policies(allow("Publish", "topic/all")),
       .attached = {attach("lamp-*", allow("Connect", "client/${iot:Connection.Thing.ThingName}")),
                    attach("phone-?", allow("Connect", "client/*")),
                    attach("phone-1", allow("Publish", "topic/one"))}},
      kStart};
};

TEST(AttachedPolicies, HoldForTheThingsOfTheirNamesOnly) {
  AttachedTrial trial;
  EXPECT_EQ(trial.connect("lamp-1", "lamp-1"), "pass");
  EXPECT_EQ(trial.connect("lamp-2", "lamp-1"), "CONNACK 0x87") << "another thing's certificate";
  EXPECT_EQ(trial.connect("anything", "phone-1"), "pass");
  EXPECT_EQ(trial.connect("anything", "phone-12"), "CONNACK 0x87") << "no policy at all";
  EXPECT_EQ(trial.connect("anything", ""), "CONNACK 0x87");
}

TEST(AttachedPolicies, AreAddedToOneAnotherAndToThoseOfEverybody) {
  AttachedTrial trial;
  EXPECT_EQ(trial.connect("a", "phone-1", "one"), "pass");
  EXPECT_EQ(trial.connect("a", "phone-1", "all"), "pass");
  EXPECT_EQ(trial.connect("a", "phone-2", "one"), "CONNACK 0x87");
  EXPECT_EQ(trial.connect("lamp-1", "lamp-1", "one"), "CONNACK 0x87");
}

TEST(AttachedPolicies, AloneDenyEverybodyElse) {
  FrontDoor door{{.attached = {{policy::glob_of("lamp"), {}}}}, kStart};
  EXPECT_EQ(
      seen(door.connect({.version = Version::kMqtt5, .client_id = "c"}, kStart)).substr(0, 12),
      "CONNACK 0x87");
}

}  // namespace
}  // namespace shadowsim::admission
