#include "sim/time/virtual_time.h"

#include <functional>
#include <vector>

#include <gtest/gtest.h>

namespace shadowsim {
namespace {

using namespace std::chrono_literals;

TEST(VirtualTime, DoesNotStartAtZero) {
  EXPECT_GT(VirtualTime{}.now().time_since_epoch(), 0s);
}

TEST(VirtualTime, StandsAtTheMomentOfTheEventItRuns) {
  VirtualTime time;
  const TimePoint start = time.now();
  std::vector<Duration> seen;
  time.at(start + 3s, [&] { seen.push_back(time.now() - start); });
  time.at(start + 1s, [&] { seen.push_back(time.now() - start); });
  time.run_for(10s);
  EXPECT_EQ(seen, (std::vector<Duration>{1s, 3s}));
  EXPECT_EQ(time.now(), start + 10s);
}

TEST(VirtualTime, RunsWhatIsArmedWhileRunningIfItIsDueInTheSpan) {
  VirtualTime time;
  int ticks = 0;
  std::function<void()> tick = [&] {
    ++ticks;
    time.at(time.now() + 1min, tick);
  };
  time.at(time.now() + 1min, tick);
  time.run_for(1h);
  EXPECT_EQ(ticks, 60);
  EXPECT_EQ(time.armed(), 1U);
}

TEST(VirtualTime, ACancelledTimerNeitherRunsNorCounts) {
  VirtualTime time;
  const TimerId timer = time.at(time.now() + 1s, [] { FAIL(); });
  time.cancel(timer);
  EXPECT_EQ(time.armed(), 0U);
  time.run_for(2s);
}

TEST(VirtualTime, WallTimeMovesWithIt) {
  VirtualTime time{WallTime{1000s}};
  time.run_for(1500ms);
  EXPECT_EQ(time.wall_now(), WallTime{1001500ms});
}

TEST(VirtualTimeDeathTest, RefusesThePast) {
  VirtualTime time;
  EXPECT_DEATH(time.at(time.now() - 1ns, [] {}), "in the past");
}

}  // namespace
}  // namespace shadowsim
