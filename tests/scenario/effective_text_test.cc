#include "sim/scenario/effective_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/scenario_reader.h"

namespace shadowsim::scenario {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kText =
    "# What does it answer?\n"
    "shadowsim: 1\n"
    "fleet: {lights: 5, thing_name: 'light-{index}', initial_state: {color: red}}\n"
    "timeline:\n"
    "  - change: {light: light-1, desired: {color: blue}}\n"
    "  - churn: {for: 30s, desired: {rate: 10/s, values: {color: {one_of: [red, blue]}}}}\n";

Scenario read(const std::string& text, const Overrides& overrides) {
  const auto scenario = read_scenario_text(text, "file.yaml", overrides, {});
  EXPECT_TRUE(scenario) << (scenario ? "" : scenario.error().message);
  return scenario ? *scenario : Scenario{};
}

TEST(EffectiveText, IsTheFilesOwnWhereNothingWasChanged) {
  EXPECT_EQ(read(kText, {}).text, kText);
}

TEST(EffectiveText, PlaysTheSameWithoutTheOverrides) {
  const Overrides overrides{.sets = {"fleet.connect_rate=7/s", "timeline[1].churn.for=20s"},
                            .lights = "9",
                            .seed = "77",
                            .duration = "12s"};
  const Scenario played = read(kText, overrides);
  ASSERT_EQ(played.length(), 12s);
  const std::string& text = played.text;
  const Scenario again = read(text, {});
  EXPECT_EQ(again.length(), 12s);
  EXPECT_EQ(again.fleet.lights, 9U);
  EXPECT_EQ(again.seed, 77U);
  EXPECT_EQ(again.fleet.connect_rate, Rate{7});
  EXPECT_THAT(text, StartsWith("# file.yaml with --set fleet.connect_rate=7/s --set "
                               "timeline[1].churn.for=20s --lights 9 --seed 77 --duration 12s\n"));
}

TEST(EffectiveText, AnOverridesLineBreakDoesNotEndTheComment) {
  const Overrides overrides{
      .sets = {"description=\"a\nb\""}, .lights = {}, .seed = {}, .duration = {}};
  const std::string text = read(kText, overrides).text;
  EXPECT_THAT(text, HasSubstr("--set description=\"a b\"\n"));
  EXPECT_EQ(read(text, {}).description, "a b") << "as YAML folds lines";
}

}  // namespace
}  // namespace shadowsim::scenario
