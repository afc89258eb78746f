#include "sim/measure/refusals.h"

#include <cmath>

#include <gtest/gtest.h>

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;

Refusals some() {
  return {.endpoint = EndpointRefusals{
              .metrics = {{"Connect.Throttle", 3}, {"PublishIn.Success", 10}},
              .causes = {{"connect_rate", 2}, {"iot:Publish on a: denied", 1}},
              .quotas = {{"connect_rate",
                          {.limit = 4, .allowed = 9, .refused = 2, .peak = 5, .burst = 6}}},
              .packets = {.publishes_passed = 10, .publishes_refused = 1}}};
}

struct Asked {
  const char* path;
  double value;
};

class RefusalValue : public testing::TestWithParam<Asked> {};

TEST_P(RefusalValue, IsFoundByItsPath) {
  EXPECT_EQ(refusal_value(some(), GetParam().path), GetParam().value);
}

TEST_P(RefusalValue, IsNoNumberWhereTheEndpointDoesNotTell) {
  const auto value = refusal_value({}, GetParam().path);
  ASSERT_TRUE(value.has_value());
  EXPECT_TRUE(std::isnan(*value));
}

INSTANTIATE_TEST_SUITE_P(
    , RefusalValue,
    testing::Values(Asked{"total", 3}, Asked{"endpoint.Connect.Throttle", 3},
                    Asked{"endpoint.Ping.Success", 0}, Asked{"causes.connect_rate", 2},
                    Asked{"causes.other", 0}, Asked{"quotas.connect_rate.limit", 4},
                    Asked{"quotas.connect_rate.allowed", 9},
                    Asked{"quotas.connect_rate.refused", 2}, Asked{"quotas.connect_rate.peak", 5},
                    Asked{"quotas.connect_rate.burst", 6}, Asked{"quotas.connect_rate.share", 1.25},
                    Asked{"packets.publishes_passed", 10}, Asked{"packets.deliveries_refused", 0}));

TEST(RefusalValues, AreNoneAtAPathThatIsNone) {
  for (const char* const path : {"", "totals", "endpoint", "endpoint.", "quotas.connect_rate",
                                 "quotas.connect_rate.high", "packets.lost"})
    EXPECT_EQ(refusal_value(some(), path), std::nullopt) << path;
}

TEST(RefusalValues, AreNoNumberForAQuotaThatNobodyHoldsTo) {
  EXPECT_TRUE(std::isnan(refusal_value(some(), "quotas.other.peak").value()));
}

TEST(AddRefusals, AddsCountsAndKeepsTheHighestMark) {
  Refusals sum;
  add(sum, {});
  EXPECT_FALSE(sum.endpoint);
  add(sum, some());
  EXPECT_EQ(sum, some());
  Refusals more = some();
  more.endpoint->quotas["connect_rate"].peak = 3;
  more.endpoint->causes["new"] = 4;
  add(sum, more);
  EXPECT_EQ(sum.endpoint->metrics.at("Connect.Throttle"), 6U);
  EXPECT_EQ(sum.endpoint->causes.at("new"), 4U);
  EXPECT_EQ(sum.endpoint->total(), 10U);
  EXPECT_EQ(sum.endpoint->quotas.at("connect_rate"),
            (QuotaUse{.limit = 4, .allowed = 18, .refused = 4, .peak = 5, .burst = 6}));
  EXPECT_EQ(sum.endpoint->packets.publishes_passed, 20U);
}

// 100 connections and 480 subscriptions, after a rest.
Refusals of_a_storm(QuotaUse connects, QuotaUse subscriptions) {
  return {.endpoint = EndpointRefusals{
              .quotas = {{"concurrent_connections_per_account", {.peak = 100}},
                         {"connect_requests_per_second_per_account", connects},
                         {"subscriptions_max_per_account", {.peak = 480}},
                         {"subscriptions_per_second_per_account", subscriptions}}}};
}

TEST(IdealReturn, IsNotKnownWhereNoQuotaIs) {
  EXPECT_FALSE(ideal_return({}));
  EXPECT_FALSE(ideal_return(some()));
  EXPECT_FALSE(ideal_return(of_a_storm({}, {}))) << "a limit of 0 is no pace";
}

TEST(IdealReturn, IsThatOfTheScarcerQuota) {
  EXPECT_EQ(ideal_return(of_a_storm({.limit = 50, .burst = 50}, {.limit = 100, .burst = 100})),
            3800ms);
  EXPECT_EQ(ideal_return(of_a_storm({.limit = 10, .burst = 20}, {.limit = 100, .burst = 100})), 8s);
  EXPECT_EQ(ideal_return(of_a_storm({.limit = 10, .burst = 20}, {})), 8s);
}

TEST(IdealReturn, IsNoTimeWhereARestHasSavedEnough) {
  EXPECT_EQ(ideal_return(of_a_storm({.limit = 500, .burst = 500}, {.limit = 500, .burst = 500})),
            0s);
}

}  // namespace
}  // namespace shadowsim::measure
