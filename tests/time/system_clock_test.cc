#include "sim/time/system_clock.h"

#include <ctime>

#include <gtest/gtest.h>

namespace shadowsim {
namespace {

TEST(SystemClock, IsTheMachinesMonotonicClockSoThatProcessesCanCompareTimes) {
  const auto read_directly = [] {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return TimePoint{std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec}};
  };
  const TimePoint before = read_directly();
  const TimePoint now = SystemClock{}.now();
  EXPECT_LE(before, now);
  EXPECT_LE(now, read_directly());
}

}  // namespace
}  // namespace shadowsim
