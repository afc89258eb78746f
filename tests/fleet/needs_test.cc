#include "sim/fleet/needs.h"

#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/policy/policy_document.h"
#include "sim/scenario/scenario_reader.h"

namespace shadowsim::fleet {
namespace {

using testing::ElementsAre;

policy::Needs needs(std::string_view fleet) {
  const auto scenario = scenario::read_scenario_text(
      "shadowsim: 1\nfleet: " + std::string{fleet} + "\ntimeline: [{pause: 1s}]\n", "s", {}, {});
  if (!scenario) {
    ADD_FAILURE() << scenario.error().message;
    return {};
  }
  return needs_of(*scenario, {});
}

// The document that AWS's sample comes with, for thing light-0000.
constexpr std::string_view kSample = R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "iot:Publish",
      "Resource": [
        "arn:aws:iot:us-east-1:123456789012:topic/$aws/things/light-0000/shadow/get",
        "arn:aws:iot:us-east-1:123456789012:topic/$aws/things/light-0000/shadow/update"
      ]
    },
    {
      "Effect": "Allow",
      "Action": "iot:Receive",
      "Resource": [
        "arn:aws:iot:us-east-1:123456789012:topic/$aws/things/light-0000/shadow/get/accepted",
        "arn:aws:iot:us-east-1:123456789012:topic/$aws/things/light-0000/shadow/get/rejected",
        "arn:aws:iot:us-east-1:123456789012:topic/$aws/things/light-0000/shadow/update/accepted",
        "arn:aws:iot:us-east-1:123456789012:topic/$aws/things/light-0000/shadow/update/rejected",
        "arn:aws:iot:us-east-1:123456789012:topic/$aws/things/light-0000/shadow/update/delta"
      ]
    },
    {
      "Effect": "Allow",
      "Action": "iot:Subscribe",
      "Resource": [
        "arn:aws:iot:us-east-1:123456789012:topicfilter/$aws/things/light-0000/shadow/get/accepted",
        "arn:aws:iot:us-east-1:123456789012:topicfilter/$aws/things/light-0000/shadow/get/rejected",
        "arn:aws:iot:us-east-1:123456789012:topicfilter/$aws/things/light-0000/shadow/update/accepted",
        "arn:aws:iot:us-east-1:123456789012:topicfilter/$aws/things/light-0000/shadow/update/rejected",
        "arn:aws:iot:us-east-1:123456789012:topicfilter/$aws/things/light-0000/shadow/update/delta"
      ]
    },
    {
      "Effect": "Allow",
      "Action": "iot:Connect",
      "Resource": "arn:aws:iot:us-east-1:123456789012:client/test-*"
    }
  ]
}
)";

TEST(NeedsOf, OneLightAreThoseOfTheSamplePolicy) {
  EXPECT_EQ(policy::least_privilege(needs("{lights: 1}"), {}), kSample);
}

TEST(NeedsOf, AFewThingsNameThem) {
  const auto two = needs("{lights: 2, thing_name: \"t{index}\", client_id: \"c-{index}\"}");
  EXPECT_THAT(two.publishes,
              ElementsAre("$aws/things/t0/shadow/get", "$aws/things/t0/shadow/update",
                          "$aws/things/t1/shadow/get", "$aws/things/t1/shadow/update"));
  EXPECT_THAT(two.connects, ElementsAre("c-*", "test-app-*"));
}

TEST(NeedsOf, ClientIdsThatBeginWithAPlaceholderAreNotAllThereAre) {
  EXPECT_THAT(needs("{lights: 20, thing_name: \"l{index:3}-x\", client_id: \"{thing}\"}").connects,
              ElementsAre("l0\?\?-x", "test-app-*"));
  EXPECT_THAT(needs("{lights: 20, client_id: \"{index:2}\"}").connects,
              ElementsAre("\?\?", "test-app-*"));
  EXPECT_THAT(needs("{lights: 20, client_id: \"{thing}-{index}\"}").connects,
              ElementsAre("light-00\?\?-*", "test-app-*"));
}

TEST(NeedsOf, ManyThingsTakeWildcards) {
  EXPECT_THAT(needs("{lights: 200}").publishes,
              ElementsAre("$aws/things/light-0\?\?\?/shadow/get",
                          "$aws/things/light-0\?\?\?/shadow/update"));
  EXPECT_EQ(needs("{lights: 10000}").publishes[0], "$aws/things/light-\?\?\?\?/shadow/get");
  EXPECT_EQ(needs("{lights: 10001}").publishes[0], "$aws/things/light-*/shadow/get")
      << "the last has five digits";
  EXPECT_EQ(needs("{lights: 100, thing_name: \"{index}-a\"}").publishes[0],
            "$aws/things/*-a/shadow/get");
}

constexpr std::string_view kTwoShadows =
    "shadows: [{name: classic, initial_state: {a: 1}}, {name: cfg, initial_state: {b: 1}}]";

TEST(NeedsOf, TwoShadowsTakeAnswersTogether) {
  const auto two = needs("{lights: 1, " + std::string{kTwoShadows} + "}");
  EXPECT_THAT(two.publishes, ElementsAre("$aws/things/light-0000/shadow/get",
                                         "$aws/things/light-0000/shadow/update",
                                         "$aws/things/light-0000/shadow/name/cfg/get",
                                         "$aws/things/light-0000/shadow/name/cfg/update"));
  EXPECT_THAT(two.receives, ElementsAre("$aws/things/light-0000/shadow/get/*",
                                        "$aws/things/light-0000/shadow/update/*",
                                        "$aws/things/light-0000/shadow/name/cfg/get/*",
                                        "$aws/things/light-0000/shadow/name/cfg/update/*"));
  EXPECT_EQ(needs("{lights: 50, " + std::string{kTwoShadows} + "}").receives[0],
            "$aws/things/light-00\?\?/shadow/get/*");
}

TEST(NeedsOf, ManyShadowsTakeThemTogether) {
  std::string shadows;
  for (int i = 0; i < 10; ++i)
    shadows += (i == 0 ? "" : ", ") + ("{name: s" + std::to_string(i)) + ", initial_state: {a: 1}}";
  const auto ten = needs("{lights: 50, shadows: [" + shadows + "]}");
  EXPECT_THAT(ten.publishes, ElementsAre("$aws/things/light-00\?\?/shadow/*"));
  EXPECT_THAT(ten.subscribes, ElementsAre("$aws/things/light-00\?\?/shadow/*"));
}

TEST(NeedsOf, ABackgroundHasNamesOfItsOwn) {
  const auto scenario = scenario::read_scenario_text(
      "shadowsim: 1\nfleet: {lights: 1}\nbackground: {quotas: "
      "[retained_messages_max_per_account, shared_subscriptions_max_per_group]}\n"
      "timeline: [{pause: 1s}]\n",
      "s", {}, {});
  ASSERT_TRUE(scenario);
  const policy::Needs needs = needs_of(*scenario, {});
  EXPECT_EQ(needs.publishes.back(), "test-background-*");
  EXPECT_THAT(needs.retains, ElementsAre("test-background-*"));
  EXPECT_EQ(needs.subscribes.back(), "$share/test-background-*");
  EXPECT_EQ(needs.connects.back(), "test-background-*");
}

TEST(NeedsOf, AFleetMakeADocumentThatAwsTakes) {
  for (const char* lights :
       {"{lights: 2}", "{lights: 3}", "{lights: 5}", "{lights: 30}",
        "{lights: 1000000, thing_name: \"a-rather-long-name-of-a-thing-{index}\"}"}) {
    const auto document = policy::least_privilege(needs(lights), {});
    EXPECT_LE(policy::counted_characters(document), policy::kCharactersMost) << lights;
    EXPECT_TRUE(policy::parse_document(document, "p", nullptr)) << lights;
  }
}

}  // namespace
}  // namespace shadowsim::fleet
