#include "sim/scenario/shadow_reading.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/scenario/reading.h"

namespace shadowsim::scenario {
namespace {

using Properties = std::vector<Property>;

std::string with_shadows(std::string_view keys, std::string_view steps = "[{pause: 1s}]") {
  return fmt::format("shadowsim: 1\nfleet: {{lights: 3, {}}}\ntimeline: {}\n", keys, steps);
}

// --- what goes wrong --------------------------------------------------------------------------

struct Bad {
  const char* keys;
  const char* steps;
  const char* problem;
};

class RefuseShadows : public testing::TestWithParam<Bad> {};

TEST_P(RefuseShadows, SaysWhereAndWhatIsAllowed) {
  const auto& [keys, steps, problem] = GetParam();
  EXPECT_EQ(problems_of(with_shadows(keys, steps)), problem);
}

constexpr const char* kPause = "[{pause: 1s}]";

INSTANTIATE_TEST_SUITE_P(
    OfAFleet, RefuseShadows,
    testing::Values(
        Bad{"shadow: a/b", kPause,
            "s.yaml:2:28: fleet.shadow must be 'classic' or a shadow's name, 1 to 64 letters, "
            "digits, ':', '_', '-' and '$', not 'a/b'"},
        Bad{"shadow: \"\"", kPause,
            "s.yaml:2:28: fleet.shadow must be 'classic' or a shadow's name, 1 to 64 letters, "
            "digits, ':', '_', '-' and '$', not the text \"\""},
        Bad{"shadow: [a, b]", kPause,
            "s.yaml:2:28: fleet.shadow must be 'classic' or a shadow's name, 1 to 64 letters, "
            "digits, ':', '_', '-' and '$', not a list"},
        Bad{"shadow: a, shadows: [b]", kPause,
            "s.yaml:2:31: fleet has both 'shadow' and 'shadows', 'shadow' is short for a list of "
            "one"},
        Bad{"shadows: []", kPause,
            "s.yaml:2:29: fleet.shadows has 0 items, it must be a list of at least 1, each "
            "'classic' or a shadow's name, 1 to 64 letters, digits, ':', '_', '-' and '$', or a "
            "mapping with name, initial_state"},
        Bad{"shadows: [cfg, 'c f g']", kPause,
            "s.yaml:2:35: fleet.shadows[1] must be 'classic' or a shadow's name, 1 to 64 letters, "
            "digits, ':', '_', '-' and '$', or a mapping with name, initial_state, not the text "
            "\"c f g\""},
        Bad{"shadows: [cfg, classic, cfg]", kPause, "s.yaml:2:44: fleet.shadows names 'cfg' twice"},
        Bad{"shadows: [classic, {name: classic}]", kPause,
            "s.yaml:2:46: fleet.shadows names 'classic' twice"},
        Bad{"shadows: [{initial_state: {a: 1}}]", kPause,
            "s.yaml:2:30: fleet.shadows[0] needs the key 'name': 'classic' or a shadow's name, 1 "
            "to 64 letters, digits, ':', '_', '-' and '$'"},
        Bad{"shadows: [{name: cfg, initial_state: {}}]", kPause,
            "s.yaml:2:42: fleet.shadows[0].initial_state must name at least one property"},
        Bad{"shadows: [a, b, c, d, e, f, g, h, i, j, k]", kPause,
            "s.yaml:2:20: fleet.shadows has 11 shadows, at most 10 are possible: each takes 5 "
            "subscriptions, and a connection has 50"}));

INSTANTIATE_TEST_SUITE_P(
    OfATimeline, RefuseShadows,
    testing::Values(
        Bad{"shadows: [classic, config]",
            "[{change: {lights: all, shadow: conifg, desired: {a: 1}}}]",
            "s.yaml:3:43: timeline[0].change.shadow: the lights have no shadow 'conifg', did you "
            "mean 'config'? They have: classic, config"},
        Bad{"shadow: cfg", "[{change: {lights: all, shadow: classic, desired: {a: 1}}}]",
            "s.yaml:3:43: timeline[0].change.shadow: the lights have no shadow 'classic'. They "
            "have: cfg"},
        Bad{"keep_alive: 1s",
            "[{churn: {for: 1s, desired: {rate: 1/s, shadow: cfg, values: {a: toggle}}}}]",
            "s.yaml:3:59: timeline[0].churn.desired.shadow: the lights have no shadow 'cfg'. They "
            "have: classic"},
        Bad{"shadow: cfg", "[{change: {lights: all, shadow: , desired: {a: 1}}}]",
            "s.yaml:3:35: timeline[0].change.shadow has no value, it must be a text"}));

// --- what goes well ---------------------------------------------------------------------------

std::vector<Shadow> shadows_of(std::string_view keys) {
  return good(with_shadows(keys)).fleet.shadows;
}

TEST(ReadShadows, IsTheClassicOneWhereNoneIsNamed) {
  EXPECT_EQ(shadows_of("initial_state: {a: 1}"), (std::vector<Shadow>{{"", {{"a", "1"}}}}));
}

TEST(ReadShadows, TakesOneNameAsAListOfOne) {
  EXPECT_EQ(shadows_of("shadow: $cfg:1"), shadows_of("shadows: [$cfg:1]"));
  EXPECT_EQ(shadows_of("shadow: $cfg:1").at(0).name, "$cfg:1");
  EXPECT_EQ(shadows_of("shadow: classic").at(0).name, "");
}

TEST(ReadShadows, GivesEachItsOwnInitialStateOrTheFleets) {
  const auto shadows = shadows_of(
      "initial_state: {on: true}, shadows: [classic, {name: cfg, initial_state: {every: 60}}, "
      "{name: "
      "a}]");
  ASSERT_EQ(shadows.size(), 3U);
  EXPECT_EQ(shadows[0], (Shadow{"", Properties{{"on", "true"}}}));
  EXPECT_EQ(shadows[1], (Shadow{"cfg", Properties{{"every", "60"}}}));
  EXPECT_EQ(shadows[2], (Shadow{"a", Properties{{"on", "true"}}}));
  EXPECT_EQ(shadows[0].title(), "classic");
  EXPECT_EQ(shadows[1].title(), "cfg");
}

TEST(ReadShadows, TakesAsManyAsAConnectionHasSubscriptionsFor) {
  EXPECT_EQ(shadows_of("shadows: [a, b, c, d, e, f, g, h, i, j]").size(), kShadowsMost);
}

TEST(ReadShadow, FindsTheOneThatAChangeNamesAndTheFirstForTheOthers) {
  const auto scenario = good(with_shadows("shadows: [cfg, classic]", R"([
    {change: {lights: all, shadow: classic, desired: {a: 1}}},
    {change: {lights: all, shadow: cfg, reported: {a: 1}}},
    {change: {lights: all, desired: {a: 1}}},
    {churn: {for: 1s, desired: {rate: 1/s, shadow: classic, values: {a: toggle}},
             reported: {rate: 1/s, values: {a: toggle}}}}])"));
  const auto change = [&](std::size_t step) {
    return std::get<ScriptedChange>(scenario.timeline.at(step)).shadow;
  };
  EXPECT_EQ(change(0), ShadowId{1});
  EXPECT_EQ(change(1), ShadowId{0});
  EXPECT_EQ(change(2), ShadowId{0});
  const auto& streams = std::get<Churn>(scenario.timeline.at(3)).streams;
  EXPECT_EQ(streams.at(0).shadow, ShadowId{1});
  EXPECT_EQ(streams.at(1).shadow, ShadowId{0});
}

}  // namespace
}  // namespace shadowsim::scenario
