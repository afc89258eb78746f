#include "sim/report/rank_test.h"

#include <vector>

#include <gtest/gtest.h>

namespace shadowsim::report {
namespace {

using Values = std::vector<double>;

TEST(RankTest, OfNothingThereIsNothingToTell) {
  EXPECT_EQ(chance_of_ranking_higher(Values{}, Values{1}), 1);
  EXPECT_EQ(chance_of_ranking_higher(Values{1}, Values{}), 1);
}

TEST(RankTest, WhatIsLowerIsNotHigher) {
  EXPECT_NEAR(chance_of_ranking_higher(Values{4, 5, 6}, Values{1, 2, 3}), 1, 1e-12);
}

// Source: tables of the U test; 1 of the ways to choose b's places.
TEST(RankTest, AllAboveAllIsOneOfAllOrders) {
  EXPECT_NEAR(chance_of_ranking_higher(Values{1}, Values{2}), 1.0 / 2, 1e-12);
  EXPECT_NEAR(chance_of_ranking_higher(Values{1, 2, 3}, Values{4, 5, 6}), 1.0 / 20, 1e-12);
  EXPECT_NEAR(chance_of_ranking_higher(Values{1, 2, 3, 4, 5}, Values{6, 7, 8, 9, 10}), 1.0 / 252,
              1e-12);
  EXPECT_NEAR(chance_of_ranking_higher(Values{1, 2}, Values{3, 4, 5, 6}), 1.0 / 15, 1e-12);
}

TEST(RankTest, OnePairOutOfOrderIsTwoOfAllOrders) {
  EXPECT_NEAR(chance_of_ranking_higher(Values{1, 2, 4}, Values{3, 5, 6}), 2.0 / 20, 1e-12);
}

TEST(RankTest, EqualsAreNoDifference) {
  EXPECT_GT(chance_of_ranking_higher(Values{1, 1, 1}, Values{1, 1, 1}), 0.5);
}

}  // namespace
}  // namespace shadowsim::report
