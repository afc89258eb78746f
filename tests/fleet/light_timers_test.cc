#include "sim/fleet/light_timers.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/time/virtual_time.h"

namespace shadowsim::fleet {
namespace {

using namespace std::chrono_literals;
using light::Arm;
using light::Disarm;
using light::Timer;
using testing::ElementsAre;
using testing::IsEmpty;

class LightTimersTest : public testing::Test {
 protected:
  VirtualTime time_;
  std::vector<Timer> rung_;
  LightTimers timers_{time_, [this](Timer timer) { rung_.push_back(timer); }};
};

TEST_F(LightTimersTest, ADisarmedOneStaysSilent) {
  timers_.carry_out(Arm{Timer::kRetry, time_.now() + 1s});
  timers_.carry_out(Disarm{Timer::kRetry});
  timers_.carry_out(Disarm{Timer::kApply});  // was never armed
  time_.run_for(5s);
  EXPECT_THAT(rung_, IsEmpty());
}

TEST_F(LightTimersTest, ItsEndDisarmsAll) {
  {
    LightTimers others{time_, [this](Timer timer) { rung_.push_back(timer); }};
    others.carry_out(Arm{Timer::kAnswer, time_.now() + 1s});
  }
  time_.run_for(5s);
  EXPECT_THAT(rung_, IsEmpty());
}

TEST_F(LightTimersTest, ArmingAgainMovesTheMoment) {
  timers_.carry_out(Arm{Timer::kAnswer, time_.now() + 1s});
  timers_.carry_out(Arm{Timer::kAnswer, time_.now() + 3s});
  time_.run_for(2s);
  EXPECT_THAT(rung_, IsEmpty());
  time_.run_for(2s);
  EXPECT_THAT(rung_, ElementsAre(Timer::kAnswer));
}

TEST_F(LightTimersTest, OneOfThePastIsDueAtOnce) {
  timers_.carry_out(Arm{Timer::kApply, time_.now() - 1s});
  time_.run_for(0s);
  EXPECT_THAT(rung_, ElementsAre(Timer::kApply));
}

}  // namespace
}  // namespace shadowsim::fleet
