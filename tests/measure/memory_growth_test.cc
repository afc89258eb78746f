#include "sim/measure/memory_growth.h"

#include <cmath>

#include <gtest/gtest.h>

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;

constexpr double kNear = 1e-6;

// A sample a second of a timeline, each what `kib` says for that second.
template <class Kib>
MemoryWatch watched(int seconds, Kib kib) {
  MemoryWatch watch;
  for (int second = 0; second <= seconds; ++second)
    watch.sample(second * 1s, seconds * 1s, static_cast<std::uint64_t>(kib(second)));
  return watch;
}

TEST(MemoryWatch, SaysNothingOfAFewSamples) {
  EXPECT_FALSE(MemoryWatch{}.growth());
  EXPECT_FALSE(watched(37, [](int) { return 1000; }).growth()) << "19 in its second half";
  EXPECT_TRUE(watched(38, [](int) { return 1000; }).growth());
}

TEST(MemoryWatch, SaysNothingOfOneMoment) {
  MemoryWatch watch;
  for (int i = 0; i < 100; ++i)
    watch.sample(10s, 10s, 1000);
  EXPECT_FALSE(watch.growth());
}

TEST(MemoryWatch, LeavesOutWhatGrowsInTheFirstHalf) {
  const auto growth =
      watched(120, [](int second) { return second < 60 ? 1000 * second : 60'000; }).growth();
  ASSERT_TRUE(growth);
  EXPECT_EQ(growth->over, 60s);
  EXPECT_NEAR(growth->begin_kib, 60'000, kNear);
  EXPECT_NEAR(growth->share(), 0, kNear);
  EXPECT_NEAR(growth->kib_per_hour(), 0, kNear);
}

TEST(MemoryWatch, FindsWhatGrowsForEver) {
  const auto growth = watched(7200, [](int second) { return 10'000 + second; }).growth();
  ASSERT_TRUE(growth);
  EXPECT_NEAR(growth->begin_kib, 13'600, kNear);
  EXPECT_NEAR(growth->end_kib, 17'200, kNear);
  EXPECT_NEAR(growth->share(), 3600.0 / 13'600, kNear);
  EXPECT_NEAR(growth->kib_per_hour(), 3600, kNear);
}

TEST(MemoryWatch, FindsWhatGetsLess) {
  const auto growth = watched(100, [](int second) { return 10'000 - 10 * second; }).growth();
  ASSERT_TRUE(growth);
  EXPECT_NEAR(growth->share(), -500.0 / 9500, kNear);
}

// 4 MiB for a moment would be a growth of a fifth, were it the last sample and nothing but ends counted.
TEST(MemoryWatch, HardlyMindsASampleThatIsFarOff) {
  const auto growth =
      watched(120, [](int second) { return second == 120 ? 24'000 : 20'000; }).growth();
  ASSERT_TRUE(growth);
  EXPECT_LT(growth->share(), 0.025);
}

// Half a KiB a second beside 2 GiB: sums of squares of such numbers would have lost it.
TEST(MemoryWatch, LosesNoDigitsInADay) {
  constexpr int kDay = 86'400;
  const auto growth = watched(kDay, [](int second) { return 2'000'000 + second / 2; }).growth();
  ASSERT_TRUE(growth);
  EXPECT_NEAR(growth->kib_per_hour(), 1800, 0.01);
}

TEST(MemoryGrowth, IsNoShareOfNothing) {
  EXPECT_TRUE(std::isnan(MemoryGrowth{.over = 1s, .begin_kib = 0, .end_kib = 3}.share()));
}

TEST(MemoryGrowth, OfSeveralProcessesIsThatOfTheirSum) {
  std::optional<MemoryGrowth> all{{.over = 30s, .begin_kib = 1000, .end_kib = 1100}};
  add(all, MemoryGrowth{.over = 31s, .begin_kib = 3000, .end_kib = 2900});
  EXPECT_EQ(all, (MemoryGrowth{.over = 31s, .begin_kib = 4000, .end_kib = 4000}));
}

TEST(MemoryGrowth, IsNotKnownOfASumOfWhichAPartIsNot) {
  const MemoryGrowth one{.over = 30s, .begin_kib = 1000, .end_kib = 1100};
  std::optional<MemoryGrowth> known{one};
  add(known, std::nullopt);
  EXPECT_FALSE(known);
  std::optional<MemoryGrowth> unknown;
  add(unknown, one);
  EXPECT_FALSE(unknown);
}

}  // namespace
}  // namespace shadowsim::measure
