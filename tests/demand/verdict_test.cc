#include "sim/demand/verdict.h"

#include <gtest/gtest.h>

namespace shadowsim::demand {
namespace {

using quota::Limit;

struct Case {
  const char* what;
  Limit limit;
  double most;
  double used;
  bool is_beyond;
};

class Verdict : public testing::TestWithParam<Case> {};

TEST_P(Verdict, HoldsRatesAndAccountsToTheShareAndSizesToTheLimit) {
  const auto& [what, limit, most, used, is_beyond] = GetParam();
  Demand demand;
  demand.needs.push_back({.limit = limit, .title = what, .most = most, .where = ""});
  const auto judged = judge(demand, quota::QuotaProfile{}, kShare);
  ASSERT_EQ(judged.size(), 1U);
  EXPECT_DOUBLE_EQ(judged[0].used, used);
  EXPECT_EQ(judged[0].is_beyond, is_beyond);
  EXPECT_EQ(judged[0].need.title, what);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, Verdict,
    testing::Values(
        Case{"an account's rate at the share", Limit::kConnectRequestsPerSecondPerAccount, 2400,
             0.8, false},
        Case{"above it", Limit::kConnectRequestsPerSecondPerAccount, 2401, 2401.0 / 3000, true},
        Case{"an account's count", Limit::kConcurrentConnectionsPerAccount, 400'001,
             400'001.0 / 500'000, true},
        Case{"a connection's rate", Limit::kPublishRequestsPerSecondPerConnection, 81, 0.81, true},
        Case{"a shadow's rate", Limit::kShadowRequestsPerSecondPerShadow, 16, 0.8, false},
        Case{"a size at its limit", Limit::kClientIdMaxBytesUtf8, 128, 1, false},
        Case{"above it", Limit::kClientIdMaxBytesUtf8, 129, 129.0 / 128, true},
        Case{"a connection's count", Limit::kSubscriptionsMaxPerConnection, 50, 1, false}));

TEST(Verdict, TakesTheShareThatIsAskedFor) {
  Demand demand;
  demand.needs.push_back({.limit = Limit::kConnectRequestsPerSecondPerAccount,
                          .title = "connects",
                          .most = 2400,
                          .where = ""});
  EXPECT_TRUE(judge(demand, quota::QuotaProfile{}, 0.5)[0].is_beyond);
  EXPECT_DOUBLE_EQ(judge(demand, quota::QuotaProfile{}, 0.5)[0].allowed, 1500);
  EXPECT_FALSE(judge(demand, quota::QuotaProfile{}, 1)[0].is_beyond);
}

}  // namespace
}  // namespace shadowsim::demand
