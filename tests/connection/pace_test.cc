#include "sim/connection/pace.h"

#include <vector>

#include <gtest/gtest.h>

#include "sim/base/random.h"

namespace shadowsim::connection {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{1h};

TEST(Pace, WithoutAnAllowanceNothingWaits) {
  Pace pace{{}};
  for (int i = 0; i < 100'000; ++i) {
    ASSERT_EQ(pace.wait(1'000'000'000, kStart), 0s);
    pace.take(1'000'000'000, kStart);
  }
}

TEST(Pace, ABurstPassesAndTheNextOneWaits) {
  Pace pace{{Rate{17}, 17}};
  for (int i = 0; i < 17; ++i) {
    ASSERT_EQ(pace.wait(1, kStart), 0s) << i;
    pace.take(1, kStart);
  }
  EXPECT_NEAR(static_cast<double>(pace.wait(1, kStart).count()), 1e9 / 17, 2);
}

TEST(Pace, WhatIsLargerThanTheBurstPassesAsTheBurst) {
  Pace pace{{Rate{10}, 10}};
  EXPECT_EQ(pace.wait(1'000, kStart), 0s);
  pace.take(1'000, kStart);
  EXPECT_EQ(pace.wait(10, kStart), 1s);
}

TEST(PaceDeathTest, TakingWhatIsNotThereIsAMistake) {
  Pace pace{{Rate{1}, 1}};
  pace.take(1, kStart);
  EXPECT_DEATH(pace.take(1, kStart), "amount=1");
}

// Whoever sends as soon as wait() lets it, whatever it wants to send and when: never more than
// b + r t in any window, and all is sent in the end.
TEST(Pace, NeverLetsMoreThroughThanItsAllowanceInAnyWindow) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    Random random{seed};
    const Allowance allowance{Rate{random.uniform(0.5, 200)}, 1 + random.below(100)};
    Pace pace{allowance};
    std::vector<TimePoint> sent;
    TimePoint now = kStart;
    while (sent.size() < 500) {
      if (random.below(10) == 0) now += random.exponential(Rate{1});  // a rest now and then
      now += pace.wait(1, now);
      pace.take(1, now);
      sent.push_back(now);
    }
    for (std::size_t first = 0; first < sent.size(); ++first) {
      for (std::size_t last = first; last < sent.size(); ++last) {
        const double window = std::chrono::duration<double>(sent[last] - sent[first]).count();
        ASSERT_LE(static_cast<double>(last - first + 1),
                  static_cast<double>(allowance.burst) + allowance.rate.per_second * window + 1e-3)
            << "seed " << seed;
      }
    }
  }
}

}  // namespace
}  // namespace shadowsim::connection
