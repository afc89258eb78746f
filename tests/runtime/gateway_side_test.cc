#include "sim/runtime/gateway_side.h"

#include <gtest/gtest.h>

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{1h};

measure::EndpointRefusals after_two_connects(admission::Rules rules) {
  admission::FrontDoor door{std::move(rules), kStart};
  for (const char* const client : {"one", "two"})
    door.connect({.client_id = client}, kStart);
  return refusals_of(door);
}

TEST(RefusalsOf, ADoorWithQuotasTellAllOfThem) {
  quota::QuotaProfile quotas;
  quotas.set(quota::Limit::kConnectRequestsPerSecondPerAccount, 1);
  const auto told = after_two_connects({.quotas = quotas});
  EXPECT_EQ(told.metrics.size(), admission::kMetrics);
  EXPECT_EQ(told.metrics.at("Connect.Success"), 1U);
  EXPECT_EQ(told.metrics.at("Connect.Throttle"), 1U);
  EXPECT_EQ(told.metrics.at("PublishIn.Throttle"), 0U);
  EXPECT_EQ(told.causes,
            (std::map<std::string, std::uint64_t>{{"connect_requests_per_second_per_account", 1}}));
  EXPECT_EQ(told.quotas.at("connect_requests_per_second_per_account"),
            (measure::QuotaUse{.limit = 1, .allowed = 1, .refused = 1, .peak = 1, .burst = 1}));
  EXPECT_EQ(told.quotas.at("concurrent_connections_per_account").limit, 500'000);
  EXPECT_EQ(told.quotas.at("concurrent_connections_per_account").burst, 0U) << "no rate";
}

TEST(RefusalsOf, ADoorWithoutQuotasHaveNone) {
  const auto told = after_two_connects({});
  EXPECT_EQ(told.metrics.at("Connect.Success"), 2U);
  EXPECT_TRUE(told.causes.empty());
  EXPECT_TRUE(told.quotas.empty());
}

}  // namespace
}  // namespace shadowsim::runtime
