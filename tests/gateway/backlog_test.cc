#include "sim/gateway/backlog.h"

#include <string>

#include <gtest/gtest.h>

#include "sim/packet/packet_writing.h"

namespace shadowsim::gateway {
namespace {

using namespace std::chrono_literals;
using packet::Version;

constexpr TimePoint kNow{1h};

std::string message(std::string_view payload) {
  std::string bytes;
  append_publish(bytes, Version::kMqtt311,
                 {.qos = 1, .topic = "t", .packet_id = 5, .payload = payload});
  return bytes;
}

std::string sent(Backlog& backlog, std::uint16_t packet_id, TimePoint now = kNow) {
  EXPECT_EQ(backlog.wait(now), Duration::zero());
  const auto [publish, age] = backlog.send(packet_id, Version::kMqtt311, now);
  EXPECT_EQ(age, now - kNow);
  EXPECT_EQ(publish.packet_id, packet_id);
  EXPECT_FALSE(publish.duplicate);
  return std::string{publish.payload};
}

// Has missed "a", "b" and "c".
void miss_three(Backlog& backlog) {
  for (const char* const payload : {"a", "b", "c"})
    backlog.add(message(payload), kNow);
}

class OfASession : public testing::Test {
 protected:
  // Its client comes in once more.
  Backlog enter() {
    session.enter();
    return {session, quota::TokenBucket{Rate{10}, 1, kNow}};
  }

  admission::Session session{admission::Version::kMqtt311, nullptr};
};

TEST(Backlog, OfNoSessionHasNothing) {
  Backlog none;
  EXPECT_FALSE(none.is_catching_up());
  EXPECT_EQ(none.wait(kNow), std::nullopt);
  EXPECT_FALSE(none.finish(1));
  EXPECT_FALSE(none.answered());
}

TEST_F(OfASession, CatchesUpUntilAPingFindsNothingBeforeIt) {
  Backlog backlog = enter();
  EXPECT_TRUE(backlog.is_catching_up());
  backlog.add(message("a"), kNow);
  EXPECT_TRUE(backlog.answered()) << "there may be more behind";
  EXPECT_TRUE(backlog.is_catching_up());
  EXPECT_FALSE(backlog.answered());
  EXPECT_FALSE(backlog.is_catching_up());
}

TEST_F(OfASession, SendsInOrderAtItsPaceUnderTheIdsItIsGiven) {
  Backlog backlog = enter();
  miss_three(backlog);
  EXPECT_EQ(sent(backlog, 900), "a");
  EXPECT_EQ(backlog.wait(kNow), 100ms);
  EXPECT_EQ(sent(backlog, 901, kNow + 100ms), "b");
  EXPECT_EQ(sent(backlog, 902, kNow + 200ms), "c");
  EXPECT_EQ(backlog.wait(kNow + 1h), std::nullopt);
}

TEST_F(OfASession, ForgetsWhatIsFinishedInAnyOrderAndNothingElse) {
  Backlog backlog = enter();
  miss_three(backlog);
  sent(backlog, 1);
  sent(backlog, 2, kNow + 1s);
  EXPECT_FALSE(backlog.finish(3)) << "a live message's";
  EXPECT_TRUE(backlog.has_sent(2));
  EXPECT_TRUE(backlog.finish(2));
  EXPECT_FALSE(backlog.finish(2));
  EXPECT_FALSE(backlog.has_sent(2));
  EXPECT_EQ(session.kept().size(), 2U);
  EXPECT_EQ(sent(backlog, 3, kNow + 2s), "c");
  EXPECT_TRUE(backlog.finish(1));
  EXPECT_TRUE(backlog.finish(3));
  EXPECT_TRUE(session.kept().empty());
}

TEST_F(OfASession, SendsAgainWhatAnEarlierConnectionDidNotAcknowledge) {
  {
    Backlog first = enter();
    miss_three(first);
    sent(first, 1);
    sent(first, 2, kNow + 1s);
    first.finish(1);
  }
  Backlog second = enter();
  EXPECT_EQ(sent(second, 1), "b");
  EXPECT_EQ(sent(second, 2, kNow + 1s), "c");
}

TEST_F(OfASession, TellsWhatWasNotStoredAsLongAsItCatchesUp) {
  session.not_stored().add("t", "a");
  session.not_stored().add("t", "b");
  Backlog backlog = enter();
  EXPECT_FALSE(backlog.is_not_stored("t", "c"));
  EXPECT_TRUE(backlog.is_not_stored("t", "a"));
  EXPECT_FALSE(backlog.is_not_stored("t", "a")) << "once";
  EXPECT_TRUE(backlog.answered()) << "something has come, though it was dropped";
  EXPECT_FALSE(backlog.answered());
  EXPECT_FALSE(backlog.is_not_stored("t", "b")) << "a live one that is alike";
  EXPECT_EQ(session.not_stored().size(), 0U);
}

TEST_F(OfASession, LeavesWhatWasNotStoredToTheConnectionThatHasTakenOver) {
  session.not_stored().add("t", "a");
  Backlog old_one = enter();
  Backlog new_one = enter();
  EXPECT_FALSE(old_one.is_not_stored("t", "a"));
  EXPECT_FALSE(old_one.answered());
  EXPECT_TRUE(new_one.is_not_stored("t", "a"));
}

TEST_F(OfASession, LeavesAllToTheConnectionThatHasTakenOver) {
  Backlog old_one = enter();
  old_one.add(message("a"), kNow);
  sent(old_one, 1);
  Backlog new_one = enter();
  EXPECT_EQ(old_one.wait(kNow + 1s), std::nullopt);
  EXPECT_TRUE(old_one.finish(1)) << "it was its own";
  EXPECT_EQ(sent(new_one, 1), "a") << "and the other one has it all the same";
}

}  // namespace
}  // namespace shadowsim::gateway
