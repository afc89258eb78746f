#include "sim/measure/presence.h"

#include <gtest/gtest.h>

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;

TimePoint at(Duration since_start) {
  return TimePoint{} + 1h + since_start;
}

class PresenceTest : public testing::Test {
 protected:
  void SetUp() override { presence_.expect(2); }

  // Both are there 3 s after the first has begun.
  void fill() {
    presence_.connecting(at(1s));
    presence_.connecting(at(2s));
    presence_.up(at(2s));
    presence_.up(at(4s));
  }

  Presence presence_;
};

TEST_F(PresenceTest, AFleetOfWhichOneIsMissingWasNeverFull) {
  presence_.connecting(at(1s));
  presence_.up(at(2s));
  EXPECT_EQ(presence_.full_fleet(), FullFleet{});
}

TEST_F(PresenceTest, CountsFromTheFirstConnectToTheLast) {
  fill();
  EXPECT_EQ(presence_.full_fleet().after, 3s);
  EXPECT_FALSE(presence_.full_fleet().again_after);
}

TEST_F(PresenceTest, ALossBeforeTheFleetWasFullDoesNotBeginAnew) {
  presence_.connecting(at(0s));
  presence_.up(at(1s));
  presence_.down(at(2s));
  presence_.connecting(at(3s));
  presence_.up(at(4s));
  presence_.up(at(5s));
  EXPECT_EQ(presence_.full_fleet().after, 5s);
  EXPECT_FALSE(presence_.full_fleet().again_after);
}

TEST_F(PresenceTest, TheLongestGapCountsFromItsFirstLoss) {
  fill();
  presence_.down(at(10s));
  presence_.down(at(11s));
  presence_.connecting(at(12s));
  presence_.up(at(13s));
  presence_.up(at(17s));
  presence_.down(at(20s));
  presence_.up(at(21s));
  EXPECT_EQ(presence_.full_fleet(), (FullFleet{.after = 3s, .again_after = 7s}));
}

TEST_F(PresenceTest, WhoLeavesForGoodAtTheEndIsNoGap) {
  fill();
  presence_.down(at(10s));
  presence_.down(at(10s));
  EXPECT_FALSE(presence_.full_fleet().again_after);
}

}  // namespace
}  // namespace shadowsim::measure
