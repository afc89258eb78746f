#include "sim/background/holds.h"

#include <chrono>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/admission/front_door.h"
#include "sim/time/virtual_time.h"
#include "tests/probe/virtual_endpoint.h"

namespace shadowsim::background {
namespace {

using namespace std::chrono_literals;
using quota::Limit;

std::vector<Limit> all_limits() {
  std::vector<Limit> all;
  for (const quota::LimitRow& row : quota::limit_rows()) {
    if (const Limit limit = *quota::limit_named(row.key); can_hold(limit)) all.push_back(limit);
  }
  return all;
}

// An account in which a share of each quota is some whole number.
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
  retained_publish_requests_per_second_per_account: 20
  retained_publish_requests_per_second_per_topic: 5
persistent_session:
  queued_messages_per_second_per_account: 20
)",
                                  "small.yaml")
      .value();
}

struct Played {
  std::vector<Hold> holds;
  std::vector<probe::Finding> findings{};
  std::uint64_t refused = 0;
  std::vector<double> shares{};  // of the quotas, at the endpoint
  Duration took{};
};

Played play(const Wishes& wishes, const quota::QuotaProfile& expected,
            const quota::QuotaProfile& enforced) {
  VirtualTime time;
  admission::Rules rules;
  rules.quotas = enforced;
  probe::VirtualEndpoint endpoint{time, std::move(rules)};
  bool has_ended = false;
  Played played{.holds = holds_of(expected, wishes)};
  probe::Player player{time,
                       endpoint,
                       programme_of(played.holds, expected),
                       std::string{kName},
                       {.found = nullptr, .ended = [&] { has_ended = true; }}};
  endpoint.attach(player);
  const TimePoint began = time.now();
  player.start();
  while (!has_ended && time.step()) {
  }
  EXPECT_TRUE(has_ended);
  played.took = time.now() - began;
  played.findings = player.findings();
  for (const auto& [cause, times] : endpoint.door().counters().refusals())
    played.refused += times;
  for (const Hold& hold : played.holds)
    played.shares.push_back(
        static_cast<double>(endpoint.door().account()->uses().of(hold.limit).peak) /
        enforced.value(hold.limit));
  return played;
}

class HoldOf : public testing::TestWithParam<std::tuple<Limit, packet::Version>> {};

TEST_P(HoldOf, AQuotaTakesItsShareWithoutARefusal) {
  const auto [limit, version] = GetParam();
  const Played played =
      play({.share = 0.8, .quotas = {limit}, .version = version, .length = 60s}, small(), small());
  ASSERT_EQ(played.holds.size(), 1U);
  EXPECT_EQ(played.holds[0].entry.hidden_by, "");
  EXPECT_EQ(played.findings[0].verdict, probe::Verdict::kHolds) << played.findings[0].remark;
  EXPECT_EQ(played.refused, 0U);
  EXPECT_GE(played.shares[0], 0.8);
  EXPECT_LE(played.shares[0], 0.9);  // a second of the clock may have one more
  EXPECT_LE(played.took, 65s);
}

TEST_P(HoldOf, AQuotaThatIsSmallerThanExpectedIsRefusedAndSaysSo) {
  const auto [limit, version] = GetParam();
  quota::QuotaProfile smaller = small();
  smaller.set(limit, small().value(limit) / 2);
  const Played played =
      play({.share = 0.8, .quotas = {limit}, .version = version, .length = 60s}, small(), smaller);
  if (limit == Limit::kOutboundUnacknowledgedQos1MaxPerConnection) {
    EXPECT_NE(played.findings[0].saw, (std::map<probe::Sight, std::uint64_t>{}));
    return;  // they are held back, not refused
  }
  EXPECT_GT(played.refused, 0U);
  EXPECT_NE(played.findings[0].verdict, probe::Verdict::kHolds);
}

INSTANTIATE_TEST_SUITE_P(, HoldOf,
                         testing::Combine(testing::ValuesIn(all_limits()),
                                          testing::Values(packet::Version::kMqtt5,
                                                          packet::Version::kMqtt311)),
                         [](const auto& one) {
                           const bool is_5 = std::get<1>(one.param) == packet::Version::kMqtt5;
                           return std::string{row_of(std::get<0>(one.param)).key} +
                                  (is_5 ? "_mqtt5" : "_mqtt311");
                         });

TEST(Holds, OfAllQuotasTogetherTakeTheShareOfEach) {
  const Played played =
      play({.share = 0.8, .quotas = all_limits(), .length = 120s}, small(), small());
  EXPECT_EQ(played.holds.size(), 12U);
  EXPECT_EQ(played.refused, 0U);
  for (std::size_t i = 0; i < played.holds.size(); ++i) {
    SCOPED_TRACE(played.holds[i].entry.subject.quota);
    EXPECT_EQ(played.findings[i].verdict, probe::Verdict::kHolds) << played.findings[i].remark;
    EXPECT_GE(played.shares[i], 0.75);
    // Who was away acknowledges what it has missed one by one, so all that come at once are open for a moment.
    const bool is_open_for_a_moment =
        played.holds[i].limit == Limit::kOutboundUnacknowledgedQos1MaxPerConnection;
    EXPECT_LE(played.shares[i], is_open_for_a_moment ? 1 : 0.95);
  }
}

TEST(Holds, AreMadeForThoseThatAreWishedOnly) {
  EXPECT_THAT(holds_of(quota::QuotaProfile{}, {.share = 0.8}), testing::IsEmpty());
  const auto holds =
      holds_of(quota::QuotaProfile{},
               {.share = 0.8, .quotas = {Limit::kUnsubscriptionsPerSecondPerAccount}});
  ASSERT_EQ(holds.size(), 1U);
  EXPECT_EQ(holds[0].taken, 2400);
}

TEST(Holds, SayWhatTheyCannotTake) {
  const auto holds = holds_of(quota::QuotaProfile{},
                              {.share = 0.8, .quotas = {Limit::kRetainedMessagesMaxPerAccount}});
  EXPECT_NE(holds[0].entry.hidden_by, "");
}

TEST(Holds, AskForWhatAPolicyMustAllow) {
  const auto holds = holds_of(small(), {.share = 0.8, .quotas = all_limits()});
  for (const Hold& hold : holds)
    EXPECT_THAT(hold.needs.connects, testing::ElementsAre("test-background-*"));
  const auto retaining = holds_of(
      small(), {.share = 0.8, .quotas = {Limit::kRetainedPublishRequestsPerSecondPerTopic}});
  EXPECT_THAT(retaining[0].needs.retains, testing::ElementsAre("test-background-*"));
}

}  // namespace
}  // namespace shadowsim::background
