#include "sim/base/random.h"

#include <array>
#include <cmath>
#include <cstdint>

#include <gtest/gtest.h>

namespace shadowsim {
namespace {

TEST(Random, GivesTheSameNumbersForTheSameSeedOnEveryMachine) {
  // Computed once from the published algorithms; a change here changes every plan ever made.
  Random random{42};
  EXPECT_EQ(random.next(), 1546998764402558742U);
  EXPECT_EQ(random.next(), 6990951692964543102U);
}

TEST(Random, SplitsDependOnSeedAndStreamAlone) {
  Random drawn_from{1};
  drawn_from.next();
  Random fresh{1};
  EXPECT_EQ(drawn_from.split(7).next(), fresh.split(7).next());
  EXPECT_NE(fresh.split(7).next(), fresh.split(8).next());
}

TEST(Random, BelowReachesEveryValueAndNoOther) {
  Random random{3};
  std::array<int, 5> seen{};
  for (int i = 0; i < 5000; ++i)
    ++seen.at(random.below(5));
  for (const int count : seen)
    EXPECT_NEAR(count, 1000, 150);
}

TEST(Random, ExponentialHasTheMeanOfItsRate) {
  Random random{4};
  Duration sum{};
  constexpr int kDraws = 100'000;
  for (int i = 0; i < kDraws; ++i)
    sum += random.exponential(Rate{100});
  EXPECT_NEAR(static_cast<double>(sum.count()) / kDraws, 10e6, 0.2e6);
}

TEST(Random, NormalHasMeanZeroAndDeviationOne) {
  Random random{5};
  constexpr int kDraws = 100'000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double drawn = random.normal();
    sum += drawn;
    squares += drawn * drawn;
  }
  EXPECT_NEAR(sum / kDraws, 0, 0.02);
  EXPECT_NEAR(std::sqrt(squares / kDraws), 1, 0.02);
}

TEST(Zipf, ChoosesTheFirstRankInProportion) {
  const Zipf zipf{3, 1.0};  // weights 1, 1/2, 1/3
  Random random{6};
  std::array<int, 3> seen{};
  constexpr int kDraws = 110'000;
  for (int i = 0; i < kDraws; ++i)
    ++seen.at(zipf.draw(random));
  EXPECT_NEAR(seen[0], 60'000, 1'000);
  EXPECT_NEAR(seen[1], 30'000, 1'000);
  EXPECT_NEAR(seen[2], 20'000, 1'000);
}

TEST(Zipf, WithoutSkewIsUniform) {
  const Zipf zipf{4, 0.0};
  Random random{7};
  std::array<int, 4> seen{};
  for (int i = 0; i < 40'000; ++i)
    ++seen.at(zipf.draw(random));
  for (const int count : seen)
    EXPECT_NEAR(count, 10'000, 500);
}

}  // namespace
}  // namespace shadowsim
