#include "sim/admission/account.h"

#include <gtest/gtest.h>

#include "tests/admission/trial.h"

namespace shadowsim::admission {
namespace {

using namespace std::chrono_literals;
using quota::Limit;

TEST(Account, AConnectThatItsClientIdIsRefusedForTakesNothingOfTheAccount) {
  Account account{profile("connect: {connect_requests_per_second_per_account: 2}"), kStart};
  EXPECT_EQ(account.take_connect("a", kStart), std::nullopt);
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(account.take_connect("a", kStart), Limit::kConnectRequestsPerSecondPerClientId);
  EXPECT_EQ(account.take_connect("b", kStart), std::nullopt);
  EXPECT_EQ(account.take_connect("c", kStart), Limit::kConnectRequestsPerSecondPerAccount);
  EXPECT_EQ(account.take_connect("c", kStart + 500ms), std::nullopt);
}

TEST(Account, AcceptsNoMoreThanBurstAndRateAndStarvesNobody) {
  Account account{profile("connect: {connect_requests_per_second_per_account: 50}"), kStart};
  int accepted = 0;
  for (int i = 0; i < 2000; ++i) {  // 200 a second
    if (!account.take_connect(fmt::format("c{}", i), kStart + i * 5ms)) ++accepted;
  }
  EXPECT_LE(accepted, 50 + 50 * 10);
  EXPECT_GE(accepted, 50 * 10 - 1);
}

TEST(Account, CountsAShadowUpdateWithTheServicesAnswers) {
  const quota::QuotaProfile quotas = profile("{}");
  EXPECT_EQ(inbound_publishes(quotas, "$aws/things/t/shadow/update"), 4U);
  EXPECT_EQ(inbound_publishes(quotas, "$aws/things/t/shadow/name/n/update"), 4U);
  EXPECT_EQ(inbound_publishes(quotas, "$aws/things/t/shadow/get"), 2U);
  EXPECT_EQ(inbound_publishes(quotas, "update"), 1U);
  EXPECT_EQ(inbound_publishes(
                profile("publish: {inbound_publish_counts_service_generated_messages: false}"),
                "$aws/things/t/shadow/update"),
            1U);
}

TEST(Account, TakesUpdatesEvenWhereItsBurstIsLessThanOneCounts) {
  Account account{profile("publish: {inbound_publish_requests_per_second_per_account: 2}"), kStart};
  EXPECT_EQ(account.take_publish("$aws/things/t/shadow/update", false, kStart), std::nullopt);
  EXPECT_EQ(account.take_publish("$aws/things/t/shadow/update", false, kStart),
            Limit::kInboundPublishRequestsPerSecondPerAccount);
}

TEST(Account, RetainsOnceASecondOnATopic) {
  Account account{profile("{}"), kStart};
  EXPECT_EQ(account.take_publish("a", true, kStart), std::nullopt);
  EXPECT_EQ(account.take_publish("a", true, kStart + 900ms),
            Limit::kRetainedPublishRequestsPerSecondPerTopic);
  EXPECT_EQ(account.take_publish("b", true, kStart + 900ms), std::nullopt);
  EXPECT_EQ(account.take_publish("a", false, kStart + 900ms), std::nullopt);
  EXPECT_EQ(account.take_publish("a", true, kStart + 1s), std::nullopt);
}

TEST(Account, TakesTwentyRequestsASecondOfAShadow) {
  Account account{profile("{}"), kStart};
  for (int i = 0; i < 20; ++i)
    ASSERT_EQ(account.take_shadow_request({"lamp", ""}, kStart), std::nullopt);
  EXPECT_EQ(account.take_shadow_request({"lamp", ""}, kStart),
            Limit::kShadowRequestsPerSecondPerShadow);
  EXPECT_EQ(account.take_shadow_request({"lamp", "other"}, kStart), std::nullopt);
  EXPECT_EQ(account.take_shadow_request({"lamp", ""}, kStart + 50ms), std::nullopt);
}

TEST(Account, TakesTwentyOfAThingWhereTheQuotasSaySo) {
  Account account{profile("device_shadow: {shadow_requests_per_second_scope: thing}"), kStart};
  for (int i = 0; i < 20; ++i)
    ASSERT_EQ(account.take_shadow_request({"lamp", fmt::format("s{}", i)}, kStart), std::nullopt);
  EXPECT_EQ(account.take_shadow_request({"lamp", "s20"}, kStart),
            Limit::kShadowRequestsPerSecondPerShadow);
}

TEST(Account, ARequestThatItsShadowIsRefusedForTakesNothingOfTheAccount) {
  Account account{profile("device_shadow: {shadow_api_requests_per_second_per_account: 22}"),
                  kStart};
  for (int i = 0; i < 40; ++i)
    account.take_shadow_request({"lamp", ""}, kStart);
  EXPECT_EQ(account.take_shadow_request({"a", ""}, kStart), std::nullopt);
  EXPECT_EQ(account.take_shadow_request({"b", ""}, kStart), std::nullopt);
  EXPECT_EQ(account.take_shadow_request({"c", ""}, kStart),
            Limit::kShadowApiRequestsPerSecondPerAccount);
}

TEST(Account, HasRoomForAClientIdThatReplacesItself) {
  Account account{profile("connect: {concurrent_connections_per_account: 1}"), kStart};
  account.add_connection("a");
  EXPECT_FALSE(account.has_room_for("b"));
  EXPECT_TRUE(account.has_room_for("a"));
  account.add_connection("a");
  account.remove_connection("a");
  EXPECT_FALSE(account.has_room_for("b")) << "the one that replaced it is there";
  account.remove_connection("a");
  EXPECT_TRUE(account.has_room_for("b"));
}

}  // namespace
}  // namespace shadowsim::admission
