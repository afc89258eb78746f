#include "sim/connection/manners.h"

#include <gtest/gtest.h>

namespace shadowsim::connection {
namespace {

using namespace std::chrono_literals;

// Each of ours is 80 to 90 % of the quota that it keeps to.
// Source: AWS General Reference, "AWS IoT Core endpoints and quotas".
struct Kept {
  const char* quota;
  Allowance allowance;
  double per_second;
};

TEST(Manners, KeepToAPartOfEachQuota) {
  const Manners manners;
  for (const Kept& kept : {Kept{"publishes of a connection", manners.publishes, 100},
                           Kept{"bytes of a connection", manners.bytes, 512 * 1024},
                           Kept{"requests of a shadow", manners.shadow_requests, 20}}) {
    EXPECT_GE(kept.allowance.rate.per_second, 0.8 * kept.per_second) << kept.quota;
    EXPECT_LE(kept.allowance.rate.per_second, 0.9 * kept.per_second) << kept.quota;
    EXPECT_LE(static_cast<double>(kept.allowance.burst), kept.per_second)
        << kept.quota << ": what is taken at once must be there at once";
  }
  EXPECT_GE(manners.bytes.burst, 128U * 1024) << "the largest message must pass";
  EXPECT_LE(manners.requests_open_max, 10U);
  EXPECT_LT(manners.reports_open_max, manners.requests_open_max);
}

TEST(Manners, AreThoseThatAwsAsksOfAClient) {
  const Manners manners;
  for (const Backoff::Limits& backoff : {manners.connect_backoff, manners.request_backoff}) {
    EXPECT_EQ(backoff.initial, 1s);
    EXPECT_EQ(backoff.longest, 128s);
  }
  EXPECT_EQ(manners.connects_apart, 10s);
  EXPECT_EQ(manners.stable_after, 20s);
  EXPECT_EQ(manners.closes_max, 3U);
  EXPECT_EQ(kFiltersOfSubscribe, 8U);
}

TEST(Manners, ACarelessFleetHasNone) {
  const Manners careless = Manners::careless();
  EXPECT_FALSE(careless.publishes.is_limited());
  EXPECT_FALSE(careless.bytes.is_limited());
  EXPECT_FALSE(careless.shadow_requests.is_limited());
  EXPECT_EQ(careless.requests_open_max, 0U);
  EXPECT_EQ(careless.connects_apart, 0s);
  EXPECT_LE(careless.connect_backoff.longest, 100ms);
  EXPECT_LE(careless.request_backoff.longest, 100ms);
}

}  // namespace
}  // namespace shadowsim::connection
