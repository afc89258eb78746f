#include "sim/connection/backoff.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace shadowsim::connection {
namespace {

using namespace std::chrono_literals;

// The longest of many waits at the given try: near the bound, since the jitter is full.
Duration longest_wait_at_try(int attempt, Backoff::Limits limits) {
  Duration longest{};
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Backoff backoff{limits, Random{seed}};
    for (int i = 1; i < attempt; ++i)
      backoff.next();
    longest = std::max(longest, backoff.next());
  }
  return longest;
}

TEST(Backoff, DoublesItsBoundUpToTheLongest) {
  const Backoff::Limits limits{1s, 8s};
  EXPECT_NEAR(static_cast<double>(longest_wait_at_try(1, limits).count()), 1e9, 0.05e9);
  EXPECT_NEAR(static_cast<double>(longest_wait_at_try(2, limits).count()), 2e9, 0.1e9);
  EXPECT_NEAR(static_cast<double>(longest_wait_at_try(4, limits).count()), 8e9, 0.4e9);
  EXPECT_LE(longest_wait_at_try(9, limits), 8s);
}

TEST(Backoff, StartsAnewAfterASuccess) {
  Backoff backoff{{1s, 128s}, Random{1}};
  for (int i = 0; i < 10; ++i)
    backoff.next();
  for (int i = 0; i < 100; ++i) {
    backoff.reset();
    EXPECT_LE(backoff.next(), 1s);
  }
}

TEST(Backoff, SpreadsAFleetThatFailedTogether) {
  const Random run{7};
  int early = 0;
  for (std::uint64_t light = 0; light < 1000; ++light)
    early += Backoff{{1s, 128s}, run.split(light)}.next() < 500ms ? 1 : 0;
  EXPECT_NEAR(early, 500, 60);
}

}  // namespace
}  // namespace shadowsim::connection
