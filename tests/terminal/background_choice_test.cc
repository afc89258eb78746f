#include "sim/terminal/background_choice.h"

#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/scenario_reader.h"

namespace shadowsim::terminal {
namespace {

using quota::Limit;
using testing::HasSubstr;

scenario::Scenario with(std::string_view background, std::string_view fleet = "lights: 2") {
  return scenario::read_scenario_text("shadowsim: 1\nfleet: {" + std::string{fleet} + "}\n" +
                                          std::string{background} + "timeline: [{pause: 20s}]\n",
                                      "s.yaml", {}, {})
      .value();
}

runtime::RunSettings settings_of(const scenario::Scenario& scenario) {
  return {.scenario = scenario,
          .version = {},
          .endpoint = {},
          .broker_plugin = {},
          .program = {},
          .progress = {}};
}

TEST(BackgroundChoice, IsNoneWhereTheScenarioHasNone) {
  const auto scenario = with("");
  auto settings = settings_of(scenario);
  EXPECT_TRUE(set_background(settings, quota::QuotaProfile{}));
  EXPECT_TRUE(settings.background.empty());
}

TEST(BackgroundChoice, IsAShareOfTheQuotasThatAreMeant) {
  const auto scenario =
      with("background: {share: 0.5, quotas: [unsubscriptions_per_second_per_account]}\n");
  quota::QuotaProfile quotas;
  quotas.set(Limit::kUnsubscriptionsPerSecondPerAccount, 40);
  auto settings = settings_of(scenario);
  ASSERT_TRUE(set_background(settings, quotas));
  ASSERT_EQ(settings.background.size(), 1U);
  EXPECT_EQ(settings.background[0].taken, 20);
  EXPECT_EQ(settings.background[0].entry.subject.version, "5");
  EXPECT_EQ(settings.background_quotas.value(Limit::kUnsubscriptionsPerSecondPerAccount), 40);
}

TEST(BackgroundChoice, SpeaksTheRunsVersionOfMqtt) {
  const auto scenario = with("background: {quotas: [unsubscriptions_per_second_per_account]}\n",
                             "lights: 2, mqtt_version: \"3.1.1\"");
  auto settings = settings_of(scenario);
  ASSERT_TRUE(set_background(settings, quota::QuotaProfile{}));
  EXPECT_EQ(settings.background[0].entry.subject.version, "3.1.1");
  settings.version = mqtt::ProtocolVersion::kMqtt5;
  ASSERT_TRUE(set_background(settings, quota::QuotaProfile{}));
  EXPECT_EQ(settings.background[0].entry.subject.version, "5");
}

TEST(BackgroundChoice, OfMoreThanCanBeTakenIsRefused) {
  const auto scenario = with("background: {quotas: [retained_messages_max_per_account]}\n");
  auto settings = settings_of(scenario);
  const auto set = set_background(settings, quota::QuotaProfile{});
  ASSERT_TRUE(set.has_error());
  EXPECT_EQ(set.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(set.error().message,
              HasSubstr("s.yaml: background: retained_messages_max_per_account cannot be taken a "
                        "share of: that is 400000 places, and a background has 2000 at most"));
}

TEST(BackgroundChoice, EveryQuotaThatAScenarioMayNameCanBeHeld) {
  for (const Limit limit : scenario::background_quotas())
    EXPECT_TRUE(background::can_hold(limit)) << row_of(limit).key;
}

}  // namespace
}  // namespace shadowsim::terminal
