#include "sim/admission/absent_sessions.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/admission/trial.h"

namespace shadowsim::admission {
namespace {

using namespace std::chrono_literals;
using quota::Limit;

class AbsentSessionsTest : public testing::Test {
 protected:
  void publish(std::string_view topic, std::string_view payload = "x", TimePoint now = kStart) {
    absent.publish(topic, payload, counters, now);
  }

  std::uint64_t stored() const { return counters.of(Metric::kQueuedSuccess); }
  std::uint64_t dropped() const { return counters.of(Metric::kQueuedThrottle); }

  Account account{profile("persistent_session: {queued_messages_per_second_per_account: 2}"),
                  kStart};
  Counters counters;
  AbsentSessions absent{&account};
  Session one{Version::kMqtt5, &account};
  Session other{Version::kMqtt311, &account};
};

TEST_F(AbsentSessionsTest, StoreWhatTheyAreSubscribedToAtTheAccountsRate) {
  one.add("a/#", 1);
  absent.add(one);
  for (const char* const payload : {"1", "2", "3", "4"})
    publish("a/b", payload);
  publish("b", "5");
  EXPECT_EQ(stored(), 2U);
  EXPECT_EQ(dropped(), 2U);
  EXPECT_EQ(counters.refusals().at("queued_messages_per_second_per_account"), 2U);
  EXPECT_EQ(account.uses().of(Limit::kQueuedMessagesPerSecondPerAccount).peak, 2U);
  publish("a/b", "6", kStart + 500ms);
  EXPECT_EQ(stored(), 3U);
  EXPECT_FALSE(one.not_stored().take("a/b", "2"));
  EXPECT_TRUE(one.not_stored().take("a/b", "3"));
  EXPECT_TRUE(one.not_stored().take("a/b", "4"));
  EXPECT_EQ(one.not_stored().size(), 0U);
}

TEST_F(AbsentSessionsTest, StoreNothingOfQos0AndNothingForGroups) {
  one.add("a", 0);
  one.add("$share/g/a", 1);
  absent.add(one);
  EXPECT_EQ(absent.filters(), 0U);
  publish("a");
  EXPECT_EQ(stored() + dropped(), 0U);
  absent.remove(one);
}

TEST_F(AbsentSessionsTest, TakeATokenEachAndTheLastOneInTurn) {
  for (Session* const session : {&one, &other}) {
    session->add("a", 1);
    absent.add(*session);
  }
  publish("a", "1");
  EXPECT_EQ(stored(), 2U);
  publish("a", "2", kStart + 500ms);
  publish("a", "3", kStart + 1s);
  EXPECT_EQ(stored(), 4U);
  EXPECT_EQ(one.not_stored().size(), 1U) << "not always the same goes without";
  EXPECT_EQ(other.not_stored().size(), 1U);
}

TEST_F(AbsentSessionsTest, RememberAMessageForEachFilterThatTheBrokerStoresItFor) {
  one.add("a", 1);
  one.add("+", 1);
  absent.add(one);
  for (const char* const payload : {"1", "2", "3"})
    publish("a", payload);
  EXPECT_EQ(stored(), 2U) << "a token for the session, not for each filter";
  EXPECT_EQ(dropped(), 1U);
  EXPECT_EQ(one.not_stored().size(), 2U);
}

TEST_F(AbsentSessionsTest, AreThoseThatWereAddedAndNotRemoved) {
  one.add("a", 1);
  absent.remove(one);
  publish("a");
  absent.add(one);
  publish("a");
  absent.remove(one);
  publish("a");
  EXPECT_EQ(stored(), 1U);
  EXPECT_EQ(absent.filters(), 0U);
}

TEST(AbsentSessions, WithoutAnAccountStoreAll) {
  AbsentSessions absent{nullptr};
  Session session{Version::kMqtt5, nullptr};
  session.add("a", 1);
  absent.add(session);
  Counters counters;
  absent.publish("a", "x", counters, kStart);
  EXPECT_EQ(counters.of(Metric::kQueuedSuccess), 0U);
  EXPECT_EQ(session.not_stored().size(), 0U);
}

}  // namespace
}  // namespace shadowsim::admission
