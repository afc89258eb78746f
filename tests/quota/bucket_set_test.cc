#include "sim/quota/bucket_set.h"

#include <string>

#include <gtest/gtest.h>

namespace shadowsim::quota {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{1000s};

TEST(BucketSet, CountsEachKeyOnItsOwn) {
  BucketSet buckets{{1}, 1};
  EXPECT_TRUE(buckets.take("a", 1, kStart));
  EXPECT_FALSE(buckets.take("a", 1, kStart + 500ms));
  EXPECT_TRUE(buckets.take("b", 1, kStart + 500ms));
  EXPECT_TRUE(buckets.take("a", 1, kStart + 1s));
}

TEST(BucketSet, WhatIsGivenBackIsItsKeysOwnAgain) {
  BucketSet buckets{{1}, 1};
  EXPECT_TRUE(buckets.take("a", 1, kStart));
  EXPECT_TRUE(buckets.take("b", 1, kStart));
  buckets.give_back("a", 1, kStart);
  buckets.give_back("never asked for", 1, kStart);
  EXPECT_TRUE(buckets.take("a", 1, kStart));
  EXPECT_FALSE(buckets.take("b", 1, kStart));
  EXPECT_EQ(buckets.size(), 2U);
}

TEST(BucketSet, DoesNotGrowWithKeysThatComeAndGo) {
  BucketSet buckets{{1}, 1};
  for (int i = 0; i < 100'000; ++i)
    ASSERT_TRUE(buckets.take("id-" + std::to_string(i), 1, kStart + i * 10ms));
  EXPECT_LE(buckets.size(), 400U) << "a hundred are not full at any time";
}

TEST(BucketSet, KeepsWhatIsNotFullWhileItDropsOthers) {
  BucketSet buckets{{0.001}, 1};
  EXPECT_TRUE(buckets.take("kept", 1, kStart));
  for (int i = 0; i < 10'000; ++i)
    EXPECT_TRUE(buckets.take("id-" + std::to_string(i), 1, kStart + i * 1ms));
  EXPECT_FALSE(buckets.take("kept", 1, kStart + 10s));
}

}  // namespace
}  // namespace shadowsim::quota
