#include "sim/quota/quota_profile.h"

#include <string_view>

#include <gtest/gtest.h>

namespace shadowsim::quota {
namespace {

using namespace std::chrono_literals;

QuotaProfile scaled(std::string_view scale) {
  const auto profile = read_profile_text(scale, "q", RegionSize::kLarge);
  EXPECT_TRUE(profile.has_value()) << profile.error().message;
  return *profile;
}

TEST(QuotaProfile, HasAwsDefaults) {
  const QuotaProfile large;
  EXPECT_EQ(large.rate(Limit::kConnectRequestsPerSecondPerAccount), Rate{3000});
  EXPECT_EQ(large.count(Limit::kSubscriptionsMaxPerConnection), 50U);
  EXPECT_EQ(large.time(Limit::kKeepAliveMaxSeconds), 1200s);
  EXPECT_EQ(large.time(Limit::kX509ConnectionTypicalMaxDurationDays), 14 * 24h);
  const QuotaProfile select{RegionSize::kSelect};
  EXPECT_EQ(select.rate(Limit::kConnectRequestsPerSecondPerAccount), Rate{100});
  EXPECT_EQ(select.count(Limit::kSubscriptionsMaxPerConnection), 50U);
}

TEST(QuotaProfile, ScalesWhatIsAnAccounts) {
  const QuotaProfile profile = scaled("scale: 0.001");
  EXPECT_EQ(profile.rate(Limit::kConnectRequestsPerSecondPerAccount), Rate{3});
  EXPECT_EQ(profile.count(Limit::kConcurrentConnectionsPerAccount), 500U);
  EXPECT_EQ(profile.count(Limit::kSharedSubscriptionGroupsMaxPerAccount), 1U) << "at least one";
  EXPECT_EQ(profile.rate(Limit::kPublishRequestsPerSecondPerConnection), Rate{100});
  EXPECT_EQ(profile.count(Limit::kSubscriptionsMaxPerConnection), 50U);
  EXPECT_EQ(profile.time(Limit::kKeepAliveMaxSeconds), 1200s);
}

TEST(QuotaProfile, ScalesConnectionsAndTimesApart) {
  const QuotaProfile profile = scaled("scale: {connection: 0.1, time: 0.01}");
  EXPECT_EQ(profile.rate(Limit::kConnectRequestsPerSecondPerAccount), Rate{3000});
  EXPECT_EQ(profile.rate(Limit::kPublishRequestsPerSecondPerConnection), Rate{10});
  EXPECT_EQ(profile.rate(Limit::kShadowRequestsPerSecondPerShadow), Rate{2});
  EXPECT_EQ(profile.count(Limit::kSubscriptionsMaxPerConnection), 50U) << "a count is no rate";
  EXPECT_EQ(profile.time(Limit::kKeepAliveMaxSeconds), 12s);
}

TEST(QuotaProfile, DoesNotScaleWhatIsSet) {
  QuotaProfile profile =
      scaled("{scale: 0.001, set: {connect_requests_per_second_per_account: 30}}");
  EXPECT_EQ(profile.rate(Limit::kConnectRequestsPerSecondPerAccount), Rate{30});
  EXPECT_EQ(profile.rate(Limit::kSubscriptionsPerSecondPerAccount), Rate{3});
  profile.set_scale({.account = 0.01});
  profile.set(Limit::kSubscriptionsPerSecondPerAccount, 7);
  EXPECT_EQ(profile.rate(Limit::kConnectRequestsPerSecondPerAccount), Rate{30});
  EXPECT_EQ(profile.rate(Limit::kSubscriptionsPerSecondPerAccount), Rate{7});
  EXPECT_EQ(profile.count(Limit::kConcurrentConnectionsPerAccount), 5000U);
}

TEST(QuotaProfile, MakesBucketsOfASecondAndOfOneTokenAtLeast) {
  EXPECT_EQ(QuotaProfile{}.burst(Limit::kPublishRequestsPerSecondPerConnection), 100U);
  EXPECT_EQ(QuotaProfile{}.burst(Limit::kConnectRequestsPerSecondPerClientIdStrictProfile), 1U);
  EXPECT_EQ(scaled("emulation: {token_bucket_capacity_seconds_of_rate: 2.5}")
                .burst(Limit::kPublishRequestsPerSecondPerConnection),
            250U);
}

TEST(QuotaProfile, SaysWhatAClientSees) {
  const QuotaProfile profile;
  using Kind = Reaction::Kind;
  EXPECT_EQ(profile.reaction(Excess::kPublishRateConnectionQos1, Column::kMqtt5),
            (Reaction{Kind::kPuback, 0x97}));
  EXPECT_EQ(profile.reaction(Excess::kPublishRateConnectionQos1, Column::kMqtt5Qos1),
            (Reaction{Kind::kPuback, 0x97}));
  EXPECT_EQ(profile.reaction(Excess::kTopicInvalidOnPublish, Column::kMqtt5Qos0),
            (Reaction{Kind::kDisconnect, 0x90}));
  EXPECT_EQ(profile.reaction(Excess::kSubscriptionIdentifier, Column::kMqtt311), std::nullopt);
  EXPECT_FALSE(profile.takes_over_when_throttled());
  EXPECT_EQ(profile.closes_after_excess(), 0s);
}

}  // namespace
}  // namespace shadowsim::quota
