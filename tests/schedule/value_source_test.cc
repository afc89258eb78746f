#include "sim/schedule/value_source.h"

#include <cstdint>
#include <limits>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace shadowsim::schedule {
namespace {

using scenario::IntegerRange;
using scenario::NumberRange;
using scenario::OneOf;
using scenario::Sequence;
using scenario::Toggle;
using scenario::ValueSource;

constexpr std::uint32_t kLights = 3;

TEST(OneOfValues, NeverComeTwiceInARowForALight) {
  const ValueSource source = OneOf{{"1", "2", "3"}};
  ValueDrawer drawer{source, kLights, ""};
  Random random{1};
  std::map<std::uint32_t, std::string> last;
  for (int i = 0; i < 3000; ++i) {
    const LightId light{static_cast<std::uint32_t>(random.below(kLights))};
    const std::string value = drawer.draw(light, random);
    EXPECT_NE(value, last[light.value]);
    last[light.value] = value;
  }
}

TEST(OneOfValues, AreEquallyLikely) {
  const ValueSource source = OneOf{{"a", "b", "c", "d"}};
  ValueDrawer drawer{source, 1, ""};
  Random random{2};
  std::map<std::string, int> seen;
  for (int i = 0; i < 40'000; ++i)
    ++seen[drawer.draw(LightId{0}, random)];
  ASSERT_EQ(seen.size(), 4U);
  for (const auto& [value, count] : seen)
    EXPECT_NEAR(count, 10'000, 500) << value;
}

TEST(OneOfValues, BeginWithAnyButTheInitialOne) {
  const ValueSource source = OneOf{{"1", "2", "3"}};
  Random random{3};
  std::set<std::string> first;
  for (int i = 0; i < 100; ++i) {
    ValueDrawer drawer{source, kLights, "2"};
    first.insert(drawer.draw(LightId{1}, random));
  }
  EXPECT_EQ(first, (std::set<std::string>{"1", "3"}));
}

TEST(OneOfValues, RepeatWhereThereIsJustOne) {
  const ValueSource source = OneOf{{"1"}};
  ValueDrawer drawer{source, kLights, "1"};
  Random random{4};
  EXPECT_EQ(drawer.draw(LightId{0}, random), "1");
  EXPECT_EQ(drawer.draw(LightId{0}, random), "1");
}

TEST(ToggledValues, TakeTurnsForEachLightOnItsOwn) {
  const ValueSource source = Toggle{"false", "true"};
  ValueDrawer drawer{source, kLights, "false"};
  Random random{5};
  EXPECT_EQ(drawer.draw(LightId{0}, random), "false");
  EXPECT_EQ(drawer.draw(LightId{0}, random), "true");
  EXPECT_EQ(drawer.draw(LightId{1}, random), "false");
  EXPECT_EQ(drawer.draw(LightId{0}, random), "false");
  EXPECT_EQ(drawer.draw(LightId{1}, random), "true");
}

TEST(SequencedValues, StartAgainForEachLightOnItsOwn) {
  const ValueSource source = Sequence{{"1", "2", "2"}};
  ValueDrawer drawer{source, kLights, ""};
  Random random{6};
  std::string drawn;
  for (int i = 0; i < 7; ++i)
    drawn += drawer.draw(LightId{2}, random);
  EXPECT_EQ(drawn, "1221221");
  EXPECT_EQ(drawer.draw(LightId{0}, random), "1");
}

TEST(IntegerValues, ReachBothEndsAndNothingBeyond) {
  const ValueSource source = IntegerRange{-2, 2};
  ValueDrawer drawer{source, kLights, ""};
  Random random{7};
  std::map<std::string, int> seen;
  for (int i = 0; i < 50'000; ++i)
    ++seen[drawer.draw(LightId{0}, random)];
  ASSERT_EQ(seen.size(), 5U);
  for (const char* value : {"-2", "-1", "0", "1", "2"})
    EXPECT_NEAR(seen[value], 10'000, 500) << value;
}

TEST(IntegerValues, MayHaveAnyWidth) {
  const ValueSource one = IntegerRange{7, 7};
  const ValueSource all = IntegerRange{std::numeric_limits<std::int64_t>::min(),
                                       std::numeric_limits<std::int64_t>::max()};
  Random random{8};
  EXPECT_EQ((ValueDrawer{one, kLights, ""}.draw(LightId{0}, random)), "7");
  ValueDrawer drawer{all, kLights, ""};
  bool negative = false;
  bool positive = false;
  for (int i = 0; i < 100; ++i) {
    const bool is_negative = drawer.draw(LightId{0}, random).starts_with('-');
    negative |= is_negative;
    positive |= !is_negative;
  }
  EXPECT_TRUE(negative && positive);
}

TEST(NumberValues, StayInTheRangeAndAreFractions) {
  const ValueSource source = NumberRange{0.5, 1};
  ValueDrawer drawer{source, kLights, ""};
  Random random{9};
  double sum = 0;
  for (int i = 0; i < 10'000; ++i) {
    const std::string text = drawer.draw(LightId{0}, random);
    EXPECT_NE(text.find('.'), std::string::npos) << text;
    const double value = std::stod(text);
    ASSERT_GE(value, 0.5);
    ASSERT_LT(value, 1);
    sum += value;
  }
  EXPECT_NEAR(sum / 10'000, 0.75, 0.01);
}

}  // namespace
}  // namespace shadowsim::schedule
