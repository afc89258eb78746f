#include "sim/quota/token_bucket.h"

#include <chrono>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "sim/base/random.h"

namespace shadowsim::quota {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{1000s};

TEST(TokenBucket, RefusesMoreThanItHolds) {
  TokenBucket bucket{{10}, 10, kStart};
  EXPECT_FALSE(bucket.take(11, kStart));
  EXPECT_EQ(bucket.tokens(kStart), 10U) << "a refusal takes nothing";
  EXPECT_TRUE(bucket.take(10, kStart));
  EXPECT_FALSE(bucket.take(1, kStart));
  EXPECT_TRUE(bucket.take(0, kStart));
}

TEST(TokenBucket, RefillsUpToItsCapacity) {
  TokenBucket bucket{{10}, 10, kStart};
  EXPECT_TRUE(bucket.take(10, kStart));
  EXPECT_EQ(bucket.tokens(kStart + 99'999'999ns), 0U);
  EXPECT_EQ(bucket.tokens(kStart + 100ms), 1U);
  EXPECT_EQ(bucket.tokens(kStart + 24h), 10U);
  EXPECT_TRUE(bucket.is_full(kStart + 24h));
}

TEST(TokenBucket, LetsOneASecondThroughAndNoMore) {
  TokenBucket bucket{{1}, 1, kStart};
  EXPECT_TRUE(bucket.take(1, kStart));
  EXPECT_FALSE(bucket.take(1, kStart + 900ms));
  EXPECT_TRUE(bucket.take(1, kStart + 1s)) << "the refused one took nothing";
}

TEST(TokenBucket, TakesAnEarlierTimeForTheLatestSeen) {
  TokenBucket bucket{{1}, 1, kStart};
  EXPECT_TRUE(bucket.take(1, kStart + 10s));
  EXPECT_FALSE(bucket.take(1, kStart + 5s));
  EXPECT_FALSE(bucket.take(1, kStart + 10'900ms));
  EXPECT_TRUE(bucket.take(1, kStart + 11s));
}

TEST(TokenBucket, PaysWhatIsOwedFirst) {
  TokenBucket bucket{{100}, 100, kStart};
  bucket.owe(150, kStart);
  EXPECT_EQ(bucket.tokens(kStart), 0U);
  EXPECT_EQ(bucket.wait(0, kStart), 500ms);
  EXPECT_EQ(bucket.wait(1, kStart), 510ms);
  EXPECT_FALSE(bucket.take(1, kStart + 509ms));
  EXPECT_TRUE(bucket.take(1, kStart + 510ms));
}

TEST(TokenBucket, TakesBackWhatWasTakenInVainAndNoMoreThanItHolds) {
  TokenBucket bucket{Rate{1}, 2, kStart};
  ASSERT_TRUE(bucket.take(2, kStart));
  bucket.give_back(1, kStart);
  EXPECT_EQ(bucket.tokens(kStart), 1U);
  bucket.give_back(5, kStart);
  EXPECT_EQ(bucket.tokens(kStart), 2U);
}

TEST(TokenBucket, SaysExactlyHowLongToWait) {
  TokenBucket bucket{{3}, 3, kStart};
  EXPECT_TRUE(bucket.take(3, kStart));
  const Duration wait = bucket.wait(1, kStart);
  EXPECT_EQ(wait, 333'333'334ns);
  EXPECT_FALSE(bucket.take(1, kStart + wait - 1ns));
  EXPECT_TRUE(bucket.take(1, kStart + wait));
}

TEST(TokenBucket, IsExactOverDays) {
  // 20000 a second do not divide a second's nanoseconds evenly at each look.
  constexpr std::uint64_t kRate = 20'000;
  TokenBucket bucket{{kRate}, kRate, kStart};
  ASSERT_TRUE(bucket.take(kRate, kStart));
  Random random{7};
  TimePoint now = kStart;
  std::uint64_t taken = 0;
  constexpr auto kDays = 72h;
  while (now < kStart + kDays) {
    now = std::min(now + Duration{random.below(std::uint64_t{900'000'000})}, kStart + kDays);
    const std::uint64_t there = bucket.tokens(now);
    ASSERT_TRUE(bucket.take(there, now));
    taken += there;
  }
  EXPECT_EQ(taken, kRate * 72 * 3600);
}

struct Setup {
  double rate;
  std::uint64_t capacity;
  double load;  // requests a second, as a multiple of the rate
};

class Windows : public testing::TestWithParam<Setup> {};

// The invariant of account-quotas.md, section 5, over every pair of moments.
TEST_P(Windows, HoldNoMoreThanBurstAndRateAndNoLessThanTheRate) {
  const auto& [rate, capacity, load] = GetParam();
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Random random{seed};
    TokenBucket bucket{{rate}, capacity, kStart};
    std::vector<double> accepted;  // moments, in seconds
    TimePoint now = kStart;
    for (int i = 0; i < 2000; ++i) {
      const double mean_gap = 1e9 / (rate * load);
      now += Duration{static_cast<Duration::rep>(random.uniform() * 2 * mean_gap)};
      if (bucket.take(1, now))
        accepted.push_back(std::chrono::duration<double>(now - kStart).count());
    }
    // The most that stands between the end of one window and the start of another.
    double lowest = 0;
    for (std::size_t i = 0; i < accepted.size(); ++i) {
      const auto before = static_cast<double>(i) - rate * accepted[i];
      lowest = i == 0 ? before : std::min(lowest, before);
      const double most = static_cast<double>(i + 1) - rate * accepted[i] - lowest;
      ASSERT_LE(most, static_cast<double>(capacity) + 1e-6) << "seed " << seed;
    }
    const double length = std::chrono::duration<double>(now - kStart).count();
    if (load < 1.5) continue;
    // A bucket of one token is full as soon as it has it, and waits for the next request.
    const double late = capacity == 1 ? 2 / (rate * load) : 0;
    EXPECT_GE(static_cast<double>(accepted.size()), length / (1 / rate + late) - 1)
        << "seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(, Windows,
                         testing::Values(Setup{1, 1, 5}, Setup{0.1, 1, 3}, Setup{100, 100, 1.5},
                                         Setup{100, 100, 0.5}, Setup{3000, 3000, 2},
                                         Setup{20'000, 20'000, 10}, Setup{7.3, 2, 2}));

// Where the load is always above the rate, no window starves.
TEST(TokenBucket, StarvesNoWindowUnderLoad) {
  constexpr double kRate = 50;
  TokenBucket bucket{{kRate}, 50, kStart};
  std::vector<int> taken;  // by millisecond, a request each
  for (int i = 0; i < 20'000; ++i)
    taken.push_back(bucket.take(1, kStart + std::chrono::milliseconds{i}) ? 1 : 0);
  for (const int window : {20, 100, 137, 1000, 5000}) {
    int sum = 0;
    for (int i = 0; i < 20'000; ++i) {
      sum += taken[static_cast<std::size_t>(i)];
      if (i >= window) sum -= taken[static_cast<std::size_t>(i - window)];
      if (i < window - 1) continue;
      ASSERT_GE(sum, std::floor(kRate * window / 1000.0) - 1) << "at " << i << " of " << window;
      ASSERT_LE(sum, 50 + kRate * window / 1000.0) << "at " << i << " of " << window;
    }
  }
}

}  // namespace
}  // namespace shadowsim::quota
