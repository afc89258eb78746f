#include "sim/schedule/rate_search.h"

#include <functional>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::schedule {
namespace {

using testing::ElementsAre;

scenario::RateBounds bounds(double from, double to, double within) {
  return {Rate{from}, Rate{to}, within};
}

// Plays a search to its end against a service that holds up to `limit`, and returns what was tried.
std::vector<double> play(RateSearch& search, double limit) {
  std::vector<double> tried;
  while (const auto rate = search.next()) {
    tried.push_back(rate->per_second);
    search.tell(rate->per_second <= limit);
  }
  return tried;
}

TEST(RateSearch, EndsAtOnceWhereEvenTheLowestRateFails) {
  RateSearch search{bounds(100, 1000, 0.1)};
  EXPECT_THAT(play(search, 50), ElementsAre(100));
  EXPECT_FALSE(search.found());
  EXPECT_EQ(search.failed(), Rate{100});
}

TEST(RateSearch, EndsAtTheHighestRateWhereAllHold) {
  RateSearch search{bounds(100, 1000, 0.1)};
  EXPECT_THAT(play(search, 5000), ElementsAre(100, 200, 400, 800, 1000));
  EXPECT_EQ(search.found(), Rate{1000});
  EXPECT_FALSE(search.failed());
}

TEST(RateSearch, OneRateIsTriedOnce) {
  RateSearch search{bounds(100, 100, 0.1)};
  EXPECT_THAT(play(search, 5000), ElementsAre(100));
  EXPECT_EQ(search.found(), Rate{100});
}

TEST(RateSearch, ClosesInOnTheLimitFromBothSides) {
  for (const double limit : {101.0, 137.0, 640.0, 799.0, 9'999.0}) {
    RateSearch search{bounds(100, 10'000, 0.05)};
    const auto tried = play(search, limit);
    ASSERT_TRUE(search.found()) << limit;
    ASSERT_TRUE(search.failed()) << limit;
    EXPECT_LE(search.found()->per_second, limit);
    EXPECT_GT(search.failed()->per_second, limit);
    EXPECT_LE(search.failed()->per_second, 1.05 * search.found()->per_second);
    EXPECT_LE(tried.size(), 13U) << limit;
  }
}

TEST(RateSearch, NeverTriesARateOutsideItsBounds) {
  RateSearch search{bounds(30, 100, 0.01)};
  for (const double rate : play(search, 99)) {
    EXPECT_GE(rate, 30);
    EXPECT_LE(rate, 100);
  }
}

}  // namespace
}  // namespace shadowsim::schedule
