#include "sim/scenario/overrides.h"

#include <gtest/gtest.h>

#include "tests/scenario/reading.h"

namespace shadowsim::scenario {
namespace {

using namespace std::chrono_literals;

constexpr const char* kFile =
    "shadowsim: 1\nfleet: {lights: 3}\ntimeline:\n"
    "  - churn: {for: 5s, desired: {rate: 10/s, values: {on: toggle, a.b: toggle}}}\n"
    "  - pause: 1s\n";

Overrides set(std::vector<std::string> sets) {
  Overrides overrides;
  overrides.sets = std::move(sets);
  return overrides;
}

TEST(Overrides, ReplaceValuesInTheOrderGiven) {
  const auto scenario =
      good(kFile, set({"fleet.lights=10", "timeline[0].churn.for=7s", "fleet.lights=20"}));
  EXPECT_EQ(scenario.fleet.lights, 20U);
  EXPECT_EQ(std::get<Churn>(scenario.timeline[0]).length, 7s);
}

TEST(Overrides, MakeTheMappingsThatAreMissing) {
  EXPECT_EQ(good(kFile, set({"apps.sessions=4"})).apps.sessions, 4U);
}

TEST(Overrides, TakeAnyYaml) {
  const auto scenario = good(kFile, set({"fleet.apply_delay={uniform: [1ms, 2ms]}",
                                         "timeline[1]={pause: 3s}", "thresholds=[elapsed_s < 9]"}));
  EXPECT_EQ(scenario.fleet.apply_delay, DelayDistribution::uniform(1ms, 2ms));
  EXPECT_EQ(scenario.length(), 8s);
  EXPECT_EQ(scenario.thresholds.size(), 1U);
}

TEST(Overrides, ReachKeysWithDotsInBrackets) {
  const auto scenario =
      good(kFile, set({"timeline[0].churn.desired.values[\"a.b\"]={one_of: [x]}"}));
  const auto& values = std::get<Churn>(scenario.timeline[0]).streams[0].values;
  ASSERT_EQ(values.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<OneOf>(values[1].source));
}

TEST(Overrides, HaveShortNamesForWhatIsChangedMost) {
  Overrides overrides;
  overrides.lights = "7";
  overrides.seed = "18446744073709551615";
  const auto scenario = good(kFile, overrides);
  EXPECT_EQ(scenario.fleet.lights, 7U);
  EXPECT_EQ(scenario.seed, UINT64_MAX);
}

TEST(Overrides, MayMendAFileThatLacksSomething) {
  EXPECT_EQ(good("shadowsim: 1\n", set({"fleet.lights=1", "timeline=[{pause: 1s}]"})).fleet.lights,
            1U);
}

struct Bad {
  const char* set;
  const char* problem;
};

class RefuseOverride : public testing::TestWithParam<Bad> {};

TEST_P(RefuseOverride, NamesTheOption) {
  EXPECT_EQ(problems_of(kFile, set({GetParam().set})), GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseOverride,
    testing::Values(
        Bad{"fleet.lights=0",
            "--set fleet.lights=0: fleet.lights must be a whole number from 1 to 10000000, not "
            "'0'"},
        Bad{"fleet.lights=",
            "--set fleet.lights=: fleet.lights has no value, it must be a whole number from 1 to "
            "10000000"},
        Bad{"apps.sesions=4",
            "--set apps.sesions=4: apps has no key 'sesions', did you mean 'sessions'? Allowed: "
            "sessions, client_id, certificates"},
        Bad{"fleet={}",
            "--set fleet={}: fleet needs the key 'lights': a whole number from 1 to 10000000"},
        Bad{"timeline[2].pause=1s",
            "--set timeline[2].pause=1s: timeline has no item [2], it has 2, counted from 0"},
        Bad{"drains[0]=1s",
            "--set drains[0]=1s: drains is missing, not a list\n"
            "--set drains[0]=1s: a scenario has no key 'drains', did you mean 'drain'? Allowed: "
            "shadowsim, name, description, seed, fleet, apps, endpoint, background, timeline, "
            "drain, search, "
            "thresholds"},
        Bad{"fleet.lights.x=1",
            "--set fleet.lights.x=1: fleet.lights is '3', which has no key 'x'"},
        Bad{"fleet[0]=1", "--set fleet[0]=1: fleet is a mapping, not a list"},
        Bad{"foo",
            "--set foo: there is no '=' after the path; write it like fleet.lights=10 or "
            "timeline[0].churn.for=5s"},
        Bad{"=3",
            "--set =3: the path is empty; write it like fleet.lights=10 or "
            "timeline[0].churn.for=5s"},
        Bad{".a=3",
            "--set .a=3: the path has a key without a name; write it like fleet.lights=10 "
            "or timeline[0].churn.for=5s"},
        Bad{"a..b=3",
            "--set a..b=3: the path has a key without a name; write it like "
            "fleet.lights=10 or timeline[0].churn.for=5s"},
        Bad{"a.=3",
            "--set a.=3: the path has a key without a name; write it like fleet.lights=10 "
            "or timeline[0].churn.for=5s"},
        Bad{"timeline[x]=3",
            "--set timeline[x]=3: '[x]' is not the number of a list's item; write "
            "it like fleet.lights=10 or timeline[0].churn.for=5s"},
        Bad{"timeline[0=3",
            "--set timeline[0=3: a '[' without its ']'; write it like "
            "fleet.lights=10 or timeline[0].churn.for=5s"},
        Bad{"drain=[",
            "--set drain=[: not YAML: the '[' of line 1, column 1 is not closed before "
            "this (a text that holds braces, brackets or commas must be quoted there)"},
        Bad{"fleet.initial_state={a: 1, a: 2}",
            "--set fleet.initial_state={a: 1, a: 2}: the key 'a' stands here twice, first in line "
            "1"}));

TEST(Overrides, OfLightsAndSeedAreCheckedLikeTheFile) {
  Overrides overrides;
  overrides.lights = "many";
  overrides.seed = "-1";
  EXPECT_EQ(problems_of(kFile, overrides),
            "--lights many: fleet.lights must be a whole number from 1 to 10000000, not 'many'\n"
            "--seed -1: seed must be a whole number from 0 to 18446744073709551615, not '-1'");
}

TEST(Overrides, AreToldTogetherWithTheFilesProblems) {
  EXPECT_EQ(problems_of("shadowsim: 1\nfleet: {lights: 3}\ndrain: 5\ntimeline: [{pause: 1s}]\n",
                        set({"seed=x"})),
            "s.yaml:3:8: drain: '5' is not a duration: its unit must be one of h, m, s, ms, us, "
            "ns\n"
            "--set seed=x: seed must be a whole number from 0 to 18446744073709551615, not 'x'");
}

}  // namespace
}  // namespace shadowsim::scenario
