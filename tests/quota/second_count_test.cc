#include "sim/quota/second_count.h"

#include <gtest/gtest.h>

namespace shadowsim::quota {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{1h};

TEST(SecondCount, BeginsAnewWithEachSecondOfTheClock) {
  SecondCount count;
  EXPECT_EQ(count.add(2, kStart), 2U);
  EXPECT_EQ(count.add(1, kStart + 999ms), 3U);
  EXPECT_EQ(count.add(1, kStart + 1s), 1U);
  EXPECT_EQ(count.add(1, kStart + 10s), 1U);
}

}  // namespace
}  // namespace shadowsim::quota
