// A background beside a small fleet, at an endpoint of its own.

#include "sim/runtime/background_load.h"

#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/fleet/needs.h"
#include "sim/measure/instrument_check.h"
#include "sim/runtime/run.h"
#include "sim/scenario/scenario_reader.h"

namespace shadowsim::runtime {
namespace {

using quota::Limit;
using testing::HasSubstr;
using testing::IsEmpty;

scenario::Scenario scenario_for(std::string_view seconds) {
  return scenario::read_scenario_text(
             "shadowsim: 1\n"
             "fleet: {lights: 2, connect_rate: 20/s}\n"
             "background: {share: 0.8}\n"
             "timeline:\n"
             "  - churn: {for: " +
                 std::string{seconds} + ", desired: {rate: 2/s, values: {on: toggle}}}\n",
             "s.yaml", {}, {})
      .value();
}

quota::QuotaProfile small() {
  return quota::read_profile_text(R"(
schema_version: 1
publish:
  inbound_unacknowledged_qos1_max_per_connection: 10
  outbound_unacknowledged_qos1_max_per_connection: 10
  basic_ingest_rule_evaluations_per_second_per_account: 20
subscribe:
  unsubscriptions_per_second_per_account: 20
  shared_subscription_groups_max_per_account: 10
  shared_subscriptions_max_per_group: 10
  shared_subscription_subscribe_unsubscribe_requests_per_second_per_group: 20
retained:
  retained_messages_max_per_account: 10
  retained_publish_requests_per_second_per_account: 40
  retained_publish_requests_per_second_per_topic: 5
persistent_session:
  queued_messages_per_second_per_account: 20
)",
                                  "small.yaml")
      .value();
}

RunOutcome play(const scenario::Scenario& scenario, admission::Rules rules) {
  const quota::QuotaProfile quotas = *rules.quotas;
  RunSettings settings{.scenario = scenario,
                       .version = {},
                       .endpoint = {},
                       .engine = find_session_engine("mosquitto").value(),
                       .rules = std::move(rules),
                       .broker_plugin = SHADOWSIM_PLUGIN,
                       .program = {},
                       .progress = {}};
  settings.background = background::holds_of(quotas, {.share = scenario.background->share,
                                                      .quotas = scenario.background->quotas,
                                                      .length = scenario.length()});
  settings.background_quotas = quotas;
  auto outcome = run_scenario(settings);
  EXPECT_TRUE(outcome) << outcome.error().message;
  return *std::move(outcome);
}

TEST(BackgroundLoad, TakesItsSharesBesideAFleetAndBothSidesAgree) {
  const auto outcome = play(scenario_for("15s"), {.quotas = small()});
  const measure::RunResult& result = outcome.result;
  EXPECT_EQ(result.refusals.endpoint.value().total(), 0U);
  EXPECT_EQ(result.refusals_seen.total(), 0U);
  EXPECT_THAT(measure::instrument_warnings(result),
              testing::Not(testing::Contains(HasSubstr("have published"))));
  EXPECT_EQ(result.messages.published + result.background.published,
            result.refusals.endpoint->packets.publishes_passed);
  EXPECT_EQ(result.background.quotas.size(), 12U);
  for (const auto& [key, taken] : result.background.quotas) {
    SCOPED_TRACE(key);
    EXPECT_EQ(taken.trouble, "");
    EXPECT_GT(taken.taken, 0.5 * taken.wanted);
    EXPECT_GE(result.refusals.endpoint->quotas.at(key).share(), 0.7);
  }
}

TEST(BackgroundLoad, ThatIsRefusedIsSeenOnBothSides) {
  auto scenario = scenario_for("4s");
  scenario.background->quotas = {Limit::kUnsubscriptionsPerSecondPerAccount,
                                 Limit::kRetainedPublishRequestsPerSecondPerAccount};
  scenario.background->share = 1;
  quota::QuotaProfile enforced = small();
  RunSettings settings{.scenario = scenario,
                       .version = {},
                       .endpoint = {},
                       .engine = find_session_engine("mosquitto").value(),
                       .rules = admission::Rules{},
                       .broker_plugin = SHADOWSIM_PLUGIN,
                       .program = {},
                       .progress = {}};
  settings.background = background::holds_of(
      enforced, {.share = 1, .quotas = scenario.background->quotas, .length = scenario.length()});
  settings.background_quotas = enforced;
  enforced.set(Limit::kUnsubscriptionsPerSecondPerAccount, 5);
  enforced.set(Limit::kRetainedPublishRequestsPerSecondPerAccount, 5);
  settings.rules->quotas = enforced;
  const auto outcome = run_scenario(settings);
  ASSERT_TRUE(outcome) << outcome.error().message;
  const measure::RunResult& result = outcome->result;
  EXPECT_GT(result.refusals_seen.codes(measure::RefusalKind::kPublish).at("0x97"), 10U);
  EXPECT_GT(result.refusals_seen.total(measure::RefusalKind::kSubscribe), 10U);
  EXPECT_EQ(result.refusals_seen.total(), result.refusals.endpoint.value().total());
}

class BackgroundUnderLeastPrivilege : public testing::Test {
 protected:
  BackgroundUnderLeastPrivilege() {
    const std::string text = policy::least_privilege(fleet::needs_of(scenario_, {}), {});
    document_ = policy::parse_document(text, "p", nullptr).value();
  }

  RunOutcome play_under(const policy::Document& document) const {
    admission::Rules rules{.quotas = small()};
    rules.policies = std::make_shared<const std::vector<policy::Document>>(std::vector{document});
    return play(scenario_, std::move(rules));
  }

  scenario::Scenario scenario_ = scenario_for("12s");
  policy::Document document_;
};

TEST_F(BackgroundUnderLeastPrivilege, HasNoDenial) {
  const auto outcome = play_under(document_);
  EXPECT_THAT(outcome.result.refusals.endpoint.value().causes, IsEmpty());
}

TEST_F(BackgroundUnderLeastPrivilege, MayNotRetainWithoutThatStatement) {
  document_.statements.erase(document_.statements.begin() + 1);  // after that of iot:Publish
  const auto outcome = play_under(document_);
  const auto& causes = outcome.result.refusals.endpoint.value().causes;
  EXPECT_FALSE(causes.empty());
  for (const auto& [cause, times] : causes)
    EXPECT_THAT(cause, HasSubstr("iot:RetainPublish on")) << times;
}

}  // namespace
}  // namespace shadowsim::runtime
