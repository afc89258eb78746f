#include "sim/time/timer_queue.h"

#include <string>

#include <gtest/gtest.h>

namespace shadowsim {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{1h};

TEST(TimerQueue, TakesByTimeThenByOrderOfArming) {
  TimerQueue queue;
  std::string order;
  queue.arm(kStart + 2s, [&] { order += 'c'; });
  queue.arm(kStart + 1s, [&] { order += 'a'; });
  queue.arm(kStart + 1s, [&] { order += 'b'; });
  while (auto callback = queue.take_due(kStart + 5s))
    (*callback)();
  EXPECT_EQ(order, "abc");
}

TEST(TimerQueue, HoldsBackWhatIsNotDue) {
  TimerQueue queue;
  queue.arm(kStart + 1s, [] {});
  EXPECT_FALSE(queue.take_due(kStart + 1s - 1ns));
  EXPECT_EQ(queue.next(), kStart + 1s);
  EXPECT_TRUE(queue.take_due(kStart + 1s));
  EXPECT_EQ(queue.next(), std::nullopt);
}

TEST(TimerQueue, CancelsOnceAndOnlyWhatIsArmed) {
  TimerQueue queue;
  const TimerId timer = queue.arm(kStart, [] { FAIL(); });
  EXPECT_TRUE(queue.cancel(timer));
  EXPECT_FALSE(queue.cancel(timer));
  EXPECT_FALSE(queue.cancel(TimerId{}));
  EXPECT_FALSE(queue.take_due(kStart));
}

}  // namespace
}  // namespace shadowsim
