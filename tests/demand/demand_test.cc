#include "sim/demand/demand.h"

#include <gtest/gtest.h>

#include "tests/demand/reading.h"

namespace shadowsim::demand {
namespace {

using quota::Limit;

const Need& find(const Demand& demand, Limit limit) {
  for (const Need& need : demand.needs) {
    if (need.limit == limit) return need;
  }
  ADD_FAILURE() << row_of(limit).key;
  return demand.needs.front();
}

// By hand: 20 lights and 2 apps connect at 10/s; 40 changes a second, each an update and a report
// at once.
const char* const kSmall = R"(
fleet: {lights: 20, connect_rate: 10/s}
apps: {sessions: 2}
timeline:
  - pause: 2s
  - churn: {for: 10s, desired: {rate: 40/s, arrivals: uniform, lights: [light-0007],
                                values: {color: {sequence: [red, blue]}}}}
  - pause: 2s
)";

TEST(Demand, IsWhatTheBusiestSecondOfEachQuotaNeeds) {
  const Demand demand = demand_of(read(kSmall), 1, quota::QuotaProfile{});
  struct Expected {
    Limit limit;
    double most;
    const char* where;
  };
  for (const auto& [limit, most, where] :
       {Expected{Limit::kConnectRequestsPerSecondPerAccount, 10, "connecting"},
        Expected{Limit::kConcurrentConnectionsPerAccount, 22, ""},
        Expected{Limit::kSubscriptionsPerSecondPerAccount, 50, "connecting"},
        Expected{Limit::kSubscriptionsMaxPerAccount, 100, ""},
        Expected{Limit::kInboundPublishRequestsPerSecondPerAccount, 320, "at 3.0 s"},
        Expected{Limit::kOutboundPublishRequestsPerSecondPerAccount, 120, "at 3.0 s"},
        Expected{Limit::kShadowApiRequestsPerSecondPerAccount, 80, "at 3.0 s"},
        Expected{Limit::kPublishRequestsPerSecondPerConnection, 40, "test-app-1, at 3.0 s"},
        Expected{Limit::kShadowRequestsPerSecondPerShadow, 80, "light-0007, at 3.0 s"},
        Expected{Limit::kSubscriptionsMaxPerConnection, 5, ""},
        Expected{Limit::kSubscriptionsMaxPerSubscribePacket, 5, ""},
        Expected{Limit::kDocumentMaxBytes, 32, ""}, Expected{Limit::kTopicMaxBytesUtf8, 45, ""},
        Expected{Limit::kTopicMaxSlashes, 5, ""}, Expected{Limit::kClientIdMaxBytesUtf8, 15, ""}}) {
    EXPECT_EQ(find(demand, limit).most, most) << row_of(limit).key;
    EXPECT_EQ(find(demand, limit).where, where) << row_of(limit).key;
  }
  EXPECT_EQ(demand.reports, 400U);
  EXPECT_FALSE(demand.is_sampled);
}

TEST(Demand, IsMeteredAsAwsDoes) {
  const Metered metered = demand_of(read(kSmall), 1, quota::QuotaProfile{}).metered;
  EXPECT_EQ(metered.connects, 22U);
  EXPECT_EQ(metered.subscribes, 20U);
  EXPECT_EQ(metered.published, 20U * 3 + 800) << "get, report and get of each light; the changes";
  EXPECT_EQ(metered.delivered, 20U * 3 + 1200);
  EXPECT_EQ(metered.acknowledged, metered.delivered);
  EXPECT_EQ(metered.operations, 860U);
  EXPECT_EQ(metered.minutes, 22U) << "14 s and the ramp, one begun minute each";
}

TEST(Demand, HasWhoComesBackAfterADisconnect) {
  const Demand demand = demand_of(read(R"(
fleet: {lights: 50, connect_rate: 10/s}
timeline: [{pause: 30s}, {disconnect: {sessions: {share: 0.5}}}, {pause: 20s}]
)"),
                                  1, quota::QuotaProfile{});
  const Need& connects = find(demand, Limit::kConnectRequestsPerSecondPerAccount);
  EXPECT_EQ(connects.most, 26) << "half of 51 sessions, rounded up, within a second";
  EXPECT_TRUE(connects.where.starts_with("at 30.") || connects.where == "at 31.0 s")
      << connects.where;
  EXPECT_GE(find(demand, Limit::kSubscriptionsPerSecondPerAccount).most, 125);
}

TEST(Demand, CountsInboundPublishesAsTheProfileDoes) {
  const auto quotas = quota::read_profile_text(
      "publish: {inbound_publish_counts_service_generated_messages: false}", "q");
  const Demand demand = demand_of(read(kSmall), 1, *quotas);
  EXPECT_EQ(find(demand, Limit::kInboundPublishRequestsPerSecondPerAccount).most, 80);
}

TEST(Demand, OfABackgroundComesOnTop) {
  auto quotas = quota::read_profile_text(
      "publish: {basic_ingest_rule_evaluations_per_second_per_account: 50}\n"
      "device_shadow: {in_flight_unacknowledged_requests_max_per_thing_per_connection: 5}\n",
      "q");
  ASSERT_TRUE(quotas);
  const std::string more =
      std::string{kSmall} +
      "background: {share: 0.8, quotas: [basic_ingest_rule_evaluations_per_second_per_account, "
      "in_flight_unacknowledged_requests_max_per_thing_per_connection]}\n";
  const Demand without = demand_of(read(kSmall), 1, *quotas);
  const Demand with = demand_of(read(more), 1, *quotas);
  const auto adds = [&](Limit limit) { return find(with, limit).most - find(without, limit).most; };
  EXPECT_EQ(adds(Limit::kInboundPublishRequestsPerSecondPerAccount), 40 + 4 * 4);
  EXPECT_EQ(adds(Limit::kShadowApiRequestsPerSecondPerAccount), 4);
  EXPECT_EQ(adds(Limit::kConcurrentConnectionsPerAccount), 2);
  EXPECT_EQ(adds(Limit::kSubscriptionsMaxPerAccount), 2);
  EXPECT_EQ(adds(Limit::kSubscriptionsPerSecondPerAccount), 0) << "it begins after all connected";
  EXPECT_EQ(find(with, Limit::kBasicIngestRuleEvaluationsPerSecondPerAccount).most, 40);
  EXPECT_EQ(find(with, Limit::kInFlightUnacknowledgedRequestsMaxPerThingPerConnection).most, 4);
  EXPECT_EQ(with.metered.connects, without.metered.connects + 2);
}

TEST(Demand, IsThatOfAllPartsTogether) {
  const Demand demand = demand_of(read(kSmall), 4, quota::QuotaProfile{});
  EXPECT_EQ(find(demand, Limit::kConcurrentConnectionsPerAccount).most, 24) << "an app for each";
  EXPECT_EQ(find(demand, Limit::kShadowApiRequestsPerSecondPerAccount).most, 80);
}

TEST(Demand, NamedShadowsHaveLongerTopicsAndMoreSubscriptions) {
  const Demand demand = demand_of(read(R"(
fleet: {lights: 3, shadows: [classic, cfg]}
timeline: [{pause: 1s}]
)"),
                                  1, quota::QuotaProfile{});
  EXPECT_EQ(find(demand, Limit::kTopicMaxSlashes).most, 7);
  EXPECT_EQ(find(demand, Limit::kSubscriptionsMaxPerConnection).most, 10);
  EXPECT_EQ(find(demand, Limit::kSubscriptionsMaxPerSubscribePacket).most, 5)
      << "a SUBSCRIBE for each";
}

TEST(Demand, OfALongTimelineIsThatOfItsBeginning) {
  const Demand demand = demand_of(read(R"(
fleet: {lights: 100}
timeline:
  - churn: {for: 24h, desired: {rate: 50/s, arrivals: uniform, values: {on: toggle}}}
)"),
                                  1, quota::QuotaProfile{});
  EXPECT_TRUE(demand.is_sampled);
  EXPECT_EQ(demand.reports, 50U * 86'400);
  EXPECT_EQ(demand.metered.published, 300U + 2 * 50 * 86'400);
  EXPECT_EQ(demand.metered.minutes, 101U * 1441);
}

}  // namespace
}  // namespace shadowsim::demand
