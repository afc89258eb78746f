#include "sim/measure/packed_intervals.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;

// A second at 24 changes a second, as scenarios/soak-account-limits.yaml has them.
Interval ordinary(int second) {
  return {.begin = second * 1s,
          .length = 1s,
          .connected = 100,
          .in_flight = 1,
          .changes = {.scheduled = 24, .converged = 24},
          .published = 48,
          .received = 120,
          .deltas = 24,
          .convergence_p50 = 35'123'456ns,
          .convergence_p99 = 51'987'654ns,
          .convergence_max = 53'000'001ns};
}

TEST(PackedIntervals, AreNoneToBeginWith) {
  const PackedIntervals none;
  EXPECT_EQ(none.size(), 0U);
  EXPECT_THAT(none.rows(), testing::IsEmpty());
}

TEST(PackedIntervals, GiveBackWhatWasAdded) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  std::vector<Interval> rows{ordinary(0), {.begin = 1s, .length = 0s, .changes = {}}};
  rows.push_back({.begin = 1s,
                  .length = 1'000'000'007ns,
                  .connected = 127,
                  .in_flight = 128,
                  .changes = {1, 2, 3, 4, 5, 6},
                  .published = 16'383,
                  .received = 16'384,
                  .deltas = kMost,
                  .rejected = kMost - 1,
                  .lost = 7,
                  .convergence_p50 = 1ns,
                  .convergence_p99 = 2h,
                  .convergence_max = Duration::max()});
  rows.push_back({.begin = 2'000'000'007ns, .length = 250ms, .changes = {}});
  PackedIntervals packed;
  for (const Interval& row : rows)
    packed.add(row);
  EXPECT_EQ(packed.size(), 4U);
  EXPECT_EQ(packed.rows(), rows);
}

TEST(PackedIntervals, TakeLittleForADay) {
  PackedIntervals packed;
  for (int second = 0; second < 86'400; ++second)
    packed.add(ordinary(second));
  EXPECT_LT(packed.bytes(), 3'500'000U);
}

TEST(PackedIntervalsDeathTest, MustFollowOnEachOther) {
  PackedIntervals packed;
  EXPECT_DEATH(packed.add(ordinary(1)), "begin=");
}

}  // namespace
}  // namespace shadowsim::measure
