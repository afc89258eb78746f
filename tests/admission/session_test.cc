#include "sim/admission/session.h"

#include <gtest/gtest.h>

#include "tests/admission/trial.h"

namespace shadowsim::admission {
namespace {

TEST(Session, ItsSubscriptionsAreTheAccountsAsLongAsItIs) {
  Account account{profile("subscribe: {subscriptions_max_per_account: 2}"), kStart};
  {
    Session session{Version::kMqtt5, &account};
    EXPECT_EQ(session.add("a", 1), std::nullopt);
    EXPECT_EQ(session.add("b", 1), std::nullopt);
    EXPECT_EQ(session.add("c", 1), quota::Limit::kSubscriptionsMaxPerAccount);
    EXPECT_EQ(session.subscriptions().size(), 2U);
    session.remove("a");
    session.remove("a");
    EXPECT_EQ(account.subscriptions(), 1U);
    EXPECT_EQ(session.add("c", 1), std::nullopt);
  }
  EXPECT_EQ(account.subscriptions(), 0U);
}

TEST(Session, ClearedHasNothingLeft) {
  Account account{profile("{}"), kStart};
  Session session{Version::kMqtt5, &account};
  session.add("a", 1);
  session.kept().push_back({"packet", kStart});
  session.not_stored().add("a", "x");
  session.clear();
  EXPECT_TRUE(session.subscriptions().empty());
  EXPECT_EQ(session.not_stored().size(), 0U);
  EXPECT_TRUE(session.kept().empty());
  EXPECT_EQ(account.subscriptions(), 0U);
}

TEST(Session, AFilterThatIsAskedForAnewHasItsNewQos) {
  Account account{profile("{}"), kStart};
  Session session{Version::kMqtt5, &account};
  session.add("a", 1);
  session.change("a", 0);
  EXPECT_EQ(session.subscriptions(), (Session::Subscriptions{{"a", 0}}));
  EXPECT_EQ(account.subscriptions(), 1U);
}

TEST(Session, WithoutAnAccountHasRoomForAll) {
  Session session{Version::kMqtt311, nullptr};
  EXPECT_EQ(session.add("a", 1), std::nullopt);
  session.remove("a");
  EXPECT_TRUE(session.subscriptions().empty());
}

}  // namespace
}  // namespace shadowsim::admission
