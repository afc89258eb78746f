#include "sim/quota/limits.h"

#include <set>
#include <string_view>

#include <gtest/gtest.h>

#include "sim/quota/quota_profile.h"

namespace shadowsim::quota {
namespace {

TEST(LimitRows, AreInTheOrderOfTheLimits) {
  ASSERT_EQ(limit_rows().size(), kLimits);
  EXPECT_EQ(row_of(Limit::kConnectRequestsPerSecondPerAccount).key,
            "connect_requests_per_second_per_account");
  EXPECT_EQ(row_of(Limit::kSubscriptionsMaxPerConnection).key, "subscriptions_max_per_connection");
  EXPECT_EQ(row_of(Limit::kShadowRequestsPerSecondPerShadow).key,
            "shadow_requests_per_second_per_shadow");
  EXPECT_EQ(row_of(Limit::kMinSecondsBetweenConnectsPerClientId).key,
            "min_seconds_between_connects_per_client_id");
}

TEST(LimitRows, AreFoundByTheirKeys) {
  EXPECT_EQ(limit_named("topic_max_slashes"), Limit::kTopicMaxSlashes);
  EXPECT_EQ(limit_named("connect_requests_per_second_per_account_select_regions"), std::nullopt);
}

TEST(LimitRows, SayWhatALimitCanBe) {
  const LimitRow& rate = row_of(Limit::kConnectRequestsPerSecondPerAccount);
  EXPECT_TRUE(can_be(rate, 0.5));
  EXPECT_FALSE(can_be(rate, 0)) << allowed_text(rate);
  EXPECT_TRUE(can_be(row_of(Limit::kTopicMaxSlashes), 0));
  EXPECT_FALSE(can_be(row_of(Limit::kTopicMaxSlashes), 1.5));
  EXPECT_FALSE(can_be(row_of(Limit::kX509ConnectionTypicalMaxDurationDays), 1e5));
  EXPECT_FALSE(can_be(row_of(Limit::kUseAtMostFractionOfQuota), -1));
}

TEST(LimitRows, HaveAPacketsRangeWhereAPacketSaysThem) {
  const LimitRow& window = row_of(Limit::kReceiveMaximumAnnounced);
  EXPECT_FALSE(can_be(window, 0));
  EXPECT_TRUE(can_be(window, 65535));
  EXPECT_FALSE(can_be(window, 65536));
  EXPECT_EQ(allowed_text(window), "a whole number from 1 to 65535");
  EXPECT_EQ(allowed_text(row_of(Limit::kKeepAliveMaxSeconds)), "a number from 1 to 65535");
  EXPECT_FALSE(can_be(row_of(Limit::kMaxQos), 2)) << "the service has no QoS 2";
}

TEST(LimitRows, LetNamesBeAsLongAsTheServiceTakesThem) {
  EXPECT_TRUE(can_be(row_of(Limit::kShadowNameMaxBytes), 64));
  EXPECT_FALSE(can_be(row_of(Limit::kShadowNameMaxBytes), 65));
  EXPECT_FALSE(can_be(row_of(Limit::kShadowNameMaxBytes), 0));
  EXPECT_TRUE(can_be(row_of(Limit::kThingNameMaxBytes), 128));
  EXPECT_FALSE(can_be(row_of(Limit::kThingNameMaxBytes), 129));
}

TEST(LimitRows, HaveEachKeyOnceAndASelectValueOnlyWhereThereIsOne) {
  std::set<std::string_view> keys;
  for (const LimitRow& row : limit_rows()) {
    EXPECT_TRUE(keys.insert(row.key).second) << row.key;
    EXPECT_EQ(row.has_select, row.large != row.select) << row.key;
    EXPECT_LE(row.select, row.large) << row.key;
  }
}

}  // namespace
}  // namespace shadowsim::quota
