#include "sim/admission/sessions.h"

#include <gtest/gtest.h>

#include "tests/admission/trial.h"

namespace shadowsim::admission {
namespace {

using namespace std::chrono_literals;

constexpr auto kNew = Version::kMqtt5;
constexpr auto kOld = Version::kMqtt311;

class SessionsTest : public testing::Test {
 protected:
  SessionHold enter(Version version, bool clean_start, std::optional<std::uint32_t> expiry = {},
                    TimePoint now = kStart) {
    return sessions.enter("c", version, clean_start, expiry, now);
  }

  // A visit that subscribes to "a" and ends at that moment.
  void subscribe(Version version, std::optional<std::uint32_t> expiry, TimePoint until = kStart) {
    auto hold = enter(version, false, expiry);
    hold.session().add("a", 1);
    hold.leave(until);
  }

  Account account{profile("{}"), kStart};  // sessions are kept for 3600 s
  Sessions sessions{&account};
};

TEST_F(SessionsTest, AClientComesBackToWhatItHad) {
  subscribe(kNew, 60);
  EXPECT_EQ(account.subscriptions(), 1U) << "while it is away, too";
  const auto hold = enter(kNew, false, 60, kStart + 59s);
  EXPECT_TRUE(hold.session().subscriptions().contains("a"));
  EXPECT_FALSE(hold.discards_earlier());
}

TEST_F(SessionsTest, WhoWantsANewSessionHasOne) {
  subscribe(kNew, 60);
  const auto hold = enter(kNew, true, 60);
  EXPECT_TRUE(hold.session().subscriptions().empty());
  EXPECT_FALSE(hold.discards_earlier()) << "the broker is told by the client itself";
  EXPECT_EQ(account.subscriptions(), 0U);
}

TEST_F(SessionsTest, IsKeptForItsExpiryFromTheEndOfTheConnectionOn) {
  subscribe(kNew, 60, kStart + 1h);
  {
    auto in_time = enter(kNew, false, 60, kStart + 1h + 59s);
    EXPECT_EQ(in_time.session().subscriptions().size(), 1U);
    in_time.leave(kStart + 2h);
  }
  const auto late = enter(kNew, false, 60, kStart + 2h + 60s);
  EXPECT_EQ(late.session().subscriptions().size(), 0U);
  EXPECT_TRUE(late.discards_earlier()) << "the broker keeps it for longer";
}

TEST_F(SessionsTest, WithoutAnExpiryItEndsWithItsConnection) {
  subscribe(kNew, {});
  EXPECT_EQ(account.subscriptions(), 0U);
  EXPECT_EQ(sessions.size(), 0U);
  { enter(kOld, true).session().add("a", 1); }
  EXPECT_EQ(sessions.size(), 0U);
}

TEST_F(SessionsTest, OfMqtt311IsKeptForTheAccountsTimeAndDiscardedThen) {
  subscribe(kOld, {});
  {
    auto in_time = enter(kOld, false, {}, kStart + 3599s);
    EXPECT_EQ(in_time.session().subscriptions().size(), 1U);
    in_time.leave(kStart + 3599s);
  }
  const auto late = enter(kOld, false, {}, kStart + 3599s + 3600s);
  EXPECT_EQ(late.session().subscriptions().size(), 0U);
  EXPECT_TRUE(late.discards_earlier()) << "the broker would keep it for ever";
}

TEST_F(SessionsTest, IsNotResumedWithTheOtherVersionUnlessTheQuotasSaySo) {
  for (const auto& [first, second] : {std::pair{kNew, kOld}, std::pair{kOld, kNew}}) {
    subscribe(first, 60);
    auto hold = enter(second, false, 0);
    EXPECT_TRUE(hold.session().subscriptions().empty());
    EXPECT_TRUE(hold.discards_earlier());
  }
  Account tolerant{profile("persistent_session: {session_resume_across_mqtt_versions: true}"),
                   kStart};
  Sessions of_tolerant{&tolerant};
  of_tolerant.enter("c", kNew, false, 60, kStart).session().add("a", 1);
  const auto resumed = of_tolerant.enter("c", kOld, false, {}, kStart);
  EXPECT_TRUE(resumed.session().subscriptions().contains("a"));
  EXPECT_FALSE(resumed.discards_earlier());
}

TEST_F(SessionsTest, ATakenOverSessionGoesOnAndIsNotEndedByItsOldConnection) {
  auto old_one = enter(kNew, false, 0);
  old_one.session().add("a", 1);
  const auto new_one = enter(kNew, false, 0);
  EXPECT_EQ(&new_one.session(), &old_one.session());
  old_one.leave(kStart);
  EXPECT_EQ(sessions.size(), 1U);
  EXPECT_EQ(account.subscriptions(), 1U);
}

TEST_F(SessionsTest, AReplacedSessionEndsWithItsConnectionOnly) {
  auto old_one = enter(kNew, false, 60);
  old_one.session().add("a", 1);
  auto new_one = enter(kNew, true, 60);
  new_one.session().add("b", 1);
  old_one.leave(kStart);
  new_one.leave(kStart);
  EXPECT_TRUE(enter(kNew, false, 60).session().subscriptions().contains("b"));
}

TEST_F(SessionsTest, ADisconnectMayChangeTheExpiryButNotFromNothing) {
  auto kept = enter(kNew, true, 60);
  EXPECT_EQ(kept.keep(10), 10U);
  EXPECT_EQ(kept.keep(1'000'000), 3600U) << "no longer than CONNECT may ask for";
  EXPECT_EQ(kept.keep(0), 0U);
  kept.leave(kStart);
  EXPECT_EQ(sessions.size(), 0U);
  auto not_kept = enter(kNew, true, 0);
  EXPECT_EQ(not_kept.keep(0), 0U);
  EXPECT_EQ(not_kept.keep(1), std::nullopt);
}

TEST(SessionExpiry, IsLongerForTheBroker) {
  EXPECT_EQ(Sessions::brokers_expiry(0), 0U);
  EXPECT_EQ(Sessions::brokers_expiry(10), 70U);
  EXPECT_EQ(Sessions::brokers_expiry(Sessions::kForEver - 1), Sessions::kForEver - 1);
  EXPECT_EQ(Sessions::brokers_expiry(Sessions::kForEver), Sessions::kForEver);
}

TEST_F(SessionsTest, WithoutQuotasTheClientsWishesHold) {
  Sessions free{nullptr};
  EXPECT_EQ(free.expiry(1'000'000), 1'000'000U);
  EXPECT_EQ(sessions.expiry(1'000'000), 3600U);
  free.enter("c", kOld, false, {}, kStart).session().add("a", 1);
  const auto resumed = free.enter("c", kNew, false, Sessions::kForEver, kStart + 24h * 365);
  EXPECT_TRUE(resumed.session().subscriptions().contains("a"));
}

TEST_F(SessionsTest, IsAbsentFromTheEndOfItsLastConnectionUntilItsClientIsBackOrItIsOver) {
  {
    auto old_one = enter(kNew, false, 60);
    old_one.session().add("a", 1);
    auto new_one = enter(kNew, false, 60);
    old_one.leave(kStart);
    EXPECT_EQ(sessions.absent().filters(), 0U) << "one of two connections is there";
    new_one.leave(kStart);
  }
  EXPECT_EQ(sessions.absent().filters(), 1U);
  {
    const auto resumed = enter(kNew, false, 60);
    EXPECT_EQ(sessions.absent().filters(), 0U);
  }
  EXPECT_EQ(sessions.absent().filters(), 1U);
  { const auto replaced = enter(kNew, true, 60); }
  EXPECT_EQ(sessions.absent().filters(), 0U) << "a new session";
  subscribe(kOld, {});
  EXPECT_EQ(sessions.absent().filters(), 1U);
  sessions.enter("other", kNew, true, {}, kStart + 3600s);
  EXPECT_EQ(sessions.absent().filters(), 0U) << "it is over";
  subscribe(kNew, {}, kStart + 3600s);
  EXPECT_EQ(sessions.absent().filters(), 0U) << "not kept";
}

TEST_F(SessionsTest, ComingAndGoingLeavesNothingBehind) {
  for (int i = 0; i < 1000; ++i)
    enter(kNew, false, 60, kStart + i * 1s).leave(kStart + i * 1s);
  EXPECT_EQ(sessions.size(), 1U);
  sessions.enter("other", kNew, true, {}, kStart + 24h).leave(kStart + 24h);
  EXPECT_EQ(sessions.size(), 0U);
}

}  // namespace
}  // namespace shadowsim::admission
