#include "sim/terminal/quota_guard.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/scenario_reader.h"
#include "tests/endpoint/temporary_directory.h"

namespace shadowsim::terminal {
namespace {

using testing::HasSubstr;
using testing::Not;

const char* const kAws = "a-ats.iot.us-east-1.amazonaws.com";

// 500 lights at so many connects a second, each with five subscribes.
scenario::Scenario at(const char* connect_rate) {
  return scenario::read_scenario_text(
             std::string{"shadowsim: 1\nfleet: {lights: 500, connect_rate: "} + connect_rate +
                 "}\ntimeline: [{pause: 1s}]\n",
             "s.yaml", {}, {})
      .value();
}

TEST(QuotaGuard, LetsAPlanWithinTheShareToAnybody) {
  for (const char* const host : {kAws, "iot.example.com", "127.0.0.1"}) {
    const auto review = review_quotas(at("480/s"), 1, host, {});
    EXPECT_EQ(review->refusal, "") << host;
    EXPECT_THAT(review->table, HasSubstr("subscribes                2,400/s"));
    EXPECT_THAT(review->table, Not(HasSubstr("all the same")));
  }
}

TEST(QuotaGuard, RefusesWhatIsBeyondItToWhoeverMayBeAnAccount) {
  for (const char* const host : {kAws, "iot.example.com", "8.8.8.8"}) {
    const auto review = review_quotas(at("490/s"), 1, host, {});
    EXPECT_THAT(review->refusal, HasSubstr("subscribes: planned 2,450/s")) << host;
    EXPECT_THAT(review->table, HasSubstr("! subscribes"));
  }
}

TEST(QuotaGuard, HoldsALocalEndpointOnlyWhereThatIsMeant) {
  const auto unmeant = review_quotas(at("490/s"), 1, "127.0.0.1", {});
  EXPECT_EQ(unmeant->refusal, "");
  EXPECT_THAT(unmeant->table, HasSubstr("127.0.0.1 is a local address"));
  const auto meant =
      review_quotas(at("490/s"), 1, "127.0.0.1", {.file = {}, .share = 0.5, .beyond = false});
  EXPECT_NE(meant->refusal, "");
  const endpoint::TemporaryDirectory directory;
  const std::string file = directory.file("account.yaml");
  std::ofstream{file} << "scale: 0.1\n";
  const auto named =
      review_quotas(at("100/s"), 1, "127.0.0.1", {.file = file, .share = {}, .beyond = false});
  EXPECT_THAT(named->refusal, HasSubstr("subscribes: planned 500/s, allowed 240/s, limit 300/s"));
}

TEST(QuotaGuard, LetsEverythingPassBeyondQuotas) {
  const auto review =
      review_quotas(at("500/s"), 1, kAws, {.file = {}, .share = 0.01, .beyond = true});
  EXPECT_EQ(review->refusal, "");
  EXPECT_THAT(review->table, HasSubstr("--beyond-quotas"));
}

TEST(QuotaGuard, TakesNothingFromTheQuotasOfTheEmbeddedEndpoint) {
  scenario::Scenario generous = at("490/s");
  generous.endpoint.quotas =
      scenario::QuotaChoice{.set = {{quota::Limit::kSubscriptionsPerSecondPerAccount, 1'000'000}}};
  const auto review = review_quotas(generous, 1, kAws, {});
  EXPECT_THAT(review->refusal, HasSubstr("subscribes: planned 2,450/s"));
  EXPECT_THAT(review->table, HasSubstr("AWS's defaults in us-east-1"));
}

TEST(QuotaGuard, KnowsTheSmallerRegions) {
  EXPECT_NE(review_quotas(at("50/s"), 1, "a-ats.iot.eu-north-1.amazonaws.com", {})->refusal, "")
      << "200 subscribes a second there";
}

TEST(QuotaGuard, CountsASearchedRateAsItsUpperBound) {
  const auto scenario = scenario::read_scenario_text(R"(
shadowsim: 1
fleet: {lights: 500}
apps: {sessions: 100}
timeline: [{churn: {for: 5s, desired: {rate: find, values: {on: toggle}}}}]
search: {from: 10/s, to: 10000/s}
thresholds: [changes.unsent == 0]
)",
                                                     "s.yaml", {}, {});
  EXPECT_THAT(review_quotas(*scenario, 1, kAws, {})->refusal,
              HasSubstr("lower rates in the timeline"));
}

TEST(QuotaGuard, SaysWhatIsWrongWithAFile) {
  const auto review =
      review_quotas(at("1/s"), 1, kAws, {.file = "no-such.yaml", .share = {}, .beyond = false});
  ASSERT_TRUE(review.has_error());
  EXPECT_THAT(review.error().message, HasSubstr("no-such.yaml"));
}

}  // namespace
}  // namespace shadowsim::terminal
