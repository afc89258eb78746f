#include "sim/schedule/light_choice.h"

#include <gtest/gtest.h>

namespace shadowsim::schedule {
namespace {

std::vector<int> counts(const scenario::LightChoice& choice, std::uint32_t lights, int draws) {
  LightChooser chooser{choice, lights};
  Random random{9};
  std::vector<int> seen(lights);
  for (int i = 0; i < draws; ++i)
    ++seen.at(chooser.draw(random).value);
  return seen;
}

TEST(LightChooser, ChoosesAllAlike) {
  for (const int count : counts(scenario::AllLights{}, 10, 50'000))
    EXPECT_NEAR(count, 5000, 350);
}

TEST(LightChooser, ChoosesEachInTurn) {
  LightChooser chooser{scenario::LightsInTurn{}, 3};
  Random random{9};
  for (const std::uint32_t light : {0U, 1U, 2U, 0U, 1U, 2U, 0U})
    EXPECT_EQ(chooser.draw(random), LightId{light});
}

TEST(LightChooser, ChoosesOnlyTheFirstOfAShare) {
  const auto seen = counts(scenario::ShareOfLights{0.25}, 10, 30'000);  // rounded up: three
  for (std::size_t light = 0; light < 3; ++light)
    EXPECT_NEAR(seen[light], 10'000, 500);
  for (std::size_t light = 3; light < 10; ++light)
    EXPECT_EQ(seen[light], 0);
}

TEST(LightChooser, ChoosesOnlyTheNamed) {
  const auto seen = counts(scenario::NamedLights{{LightId{7}, LightId{2}}}, 10, 10'000);
  EXPECT_NEAR(seen[7], 5000, 300);
  EXPECT_NEAR(seen[2], 5000, 300);
  EXPECT_EQ(seen[7] + seen[2], 10'000);
}

TEST(LightChooser, SkewsByRank) {
  const auto seen = counts(scenario::SkewedLights{1.0}, 3, 110'000);  // weights 6, 3, 2
  EXPECT_NEAR(seen[0], 60'000, 1000);
  EXPECT_NEAR(seen[1], 30'000, 1000);
  EXPECT_NEAR(seen[2], 20'000, 1000);
}

TEST(LightChooser, WithoutSkewChoosesAllAlike) {
  for (const int count : counts(scenario::SkewedLights{0.0}, 10, 50'000))
    EXPECT_NEAR(count, 5000, 350);
}

}  // namespace
}  // namespace shadowsim::schedule
