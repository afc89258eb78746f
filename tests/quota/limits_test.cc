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
