#include "sim/admission/shared_groups.h"

#include <gtest/gtest.h>

#include "tests/admission/trial.h"

namespace shadowsim::admission {
namespace {

using namespace std::chrono_literals;
using quota::Limit;

class SharedGroupsTest : public testing::Test {
 protected:
  QuotaUses uses;
  SharedGroups shared{profile(R"(subscribe:
  shared_subscription_groups_max_per_account: 2
  shared_subscriptions_max_per_group: 3
  shared_subscription_subscribe_unsubscribe_requests_per_second_per_group: 4)"),
                      uses};
};

TEST(SharedGroup, IsNamedByItsFilter) {
  EXPECT_EQ(shared_group_of("$share/g/a/b"), "g");
  for (const char* const other : {"a", "$share", "$share/g", "$share//a", "share/g/a", ""})
    EXPECT_EQ(shared_group_of(other), "") << other;
}

TEST_F(SharedGroupsTest, AGroupIsThereAsLongAsItHasASubscription) {
  EXPECT_EQ(shared.add("$share/g/a"), std::nullopt);
  EXPECT_EQ(shared.add("$share/h/a"), std::nullopt);
  EXPECT_EQ(shared.add("$share/i/a"), Limit::kSharedSubscriptionGroupsMaxPerAccount);
  EXPECT_EQ(shared.add("$share/g/b"), std::nullopt) << "no group more";
  shared.remove("$share/g/a");
  EXPECT_EQ(shared.add("$share/i/a"), Limit::kSharedSubscriptionGroupsMaxPerAccount);
  shared.remove("$share/g/b");
  EXPECT_EQ(shared.groups(), 1U);
  EXPECT_EQ(shared.add("$share/i/a"), std::nullopt);
}

TEST_F(SharedGroupsTest, AGroupHasSoManySubscriptionsWhateverTheirFilters) {
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(shared.add("$share/g/a"), std::nullopt);
  EXPECT_EQ(shared.add("$share/g/b"), Limit::kSharedSubscriptionsMaxPerGroup);
  EXPECT_EQ(shared.add("$share/h/b"), std::nullopt) << "each group has its own";
  EXPECT_EQ(shared.subscriptions_of("g"), 3U);
  shared.remove("$share/g/a");
  EXPECT_EQ(shared.add("$share/g/b"), std::nullopt);
}

TEST_F(SharedGroupsTest, AGroupIsAskedForSoOftenASecond) {
  for (int i = 0; i < 4; ++i)
    EXPECT_TRUE(shared.take_request("$share/g/a", kStart));
  EXPECT_FALSE(shared.take_request("$share/g/b", kStart));
  EXPECT_TRUE(shared.take_request("$share/h/b", kStart)) << "each group has its own";
  shared.give_back_request("$share/g/a", kStart);
  EXPECT_TRUE(shared.take_request("$share/g/b", kStart));
  EXPECT_FALSE(shared.take_request("$share/g/b", kStart));
  EXPECT_TRUE(shared.take_request("$share/g/b", kStart + 250ms));
}

TEST_F(SharedGroupsTest, AFilterOfNoGroupHasRoomAlways) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(shared.add("a"), std::nullopt);
    EXPECT_TRUE(shared.take_request("a", kStart));
  }
  shared.remove("a");
  shared.give_back_request("a", kStart);
  EXPECT_EQ(shared.groups(), 0U);
  EXPECT_EQ(uses.of(Limit::kSharedSubscriptionGroupsMaxPerAccount).allowed, 0U);
}

TEST_F(SharedGroupsTest, TellsHowNearItsLimitsHaveBeenComeTo) {
  shared.add("$share/g/a");
  shared.add("$share/g/b");
  shared.remove("$share/g/b");
  shared.add("$share/h/a");
  shared.take_request("$share/g/a", kStart);
  EXPECT_EQ(uses.of(Limit::kSharedSubscriptionGroupsMaxPerAccount).peak, 2U);
  EXPECT_EQ(uses.of(Limit::kSharedSubscriptionsMaxPerGroup).allowed, 3U);
  EXPECT_EQ(uses.of(Limit::kSharedSubscriptionsMaxPerGroup).peak, 2U);
  EXPECT_EQ(uses.of(Limit::kSharedSubscriptionSubscribeUnsubscribeRequestsPerSecondPerGroup).peak,
            1U);
}

}  // namespace
}  // namespace shadowsim::admission
