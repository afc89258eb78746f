#include "sim/demand/busiest_second.h"

#include <gtest/gtest.h>

namespace shadowsim::demand {
namespace {

using namespace std::chrono_literals;

TEST(BusiestSecond, OfNothingIsNothing) {
  BusiestSecond busiest;
  busiest.add(1s, 7, 0);
  EXPECT_EQ(busiest.most(), 0U);
}

TEST(BusiestSecond, BeginsWhereverThereIsMost) {
  BusiestSecond busiest;
  busiest.add(0s, 0, 1);
  busiest.add(600ms, 0, 2);
  busiest.add(1500ms, 0, 3);
  busiest.add(1700ms, 0, 1);
  EXPECT_EQ(busiest.most(), 5U) << "600 ms to 1500 ms, over the border of clock seconds";
  EXPECT_EQ(busiest.at(), 1500ms);
}

TEST(BusiestSecond, IsNotLongerThanASecond) {
  BusiestSecond busiest;
  busiest.add(-1s, 0, 1);
  busiest.add(0s, 0, 1);
  EXPECT_EQ(busiest.most(), 1U) << "a second apart is not within one";
  busiest.add(1s - 1ns, 0, 1);
  EXPECT_EQ(busiest.most(), 2U);
}

TEST(BusiestSecond, IsOfOneKey) {
  BusiestSecond busiest;
  busiest.add(0s, 1, 2);
  busiest.add(0s, 2, 2);
  busiest.add(100ms, 2, 1);
  busiest.add(200ms, 1, 1);
  EXPECT_EQ(busiest.most(), 3U);
  EXPECT_EQ(busiest.key(), 2U) << "the first one to come to it";
}

TEST(BusiestSecond, OfAnEvenRateIsTheRate) {
  BusiestSecond busiest;
  for (int i = 0; i < 1000; ++i)
    busiest.add(i * 10ms, 0, 1);
  EXPECT_EQ(busiest.most(), 100U);
}

}  // namespace
}  // namespace shadowsim::demand
