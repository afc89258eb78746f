#include "sim/scenario/light_reading.h"

#include <gtest/gtest.h>

#include "tests/scenario/reading.h"

namespace shadowsim::scenario {
namespace {

LightChoice choice(std::string_view lights) {
  const auto scenario =
      good(with_stream("rate: 1/s, values: {on: toggle}, lights: " + std::string{lights}));
  return std::get<Churn>(scenario.timeline.at(0)).streams.at(0).lights;
}

TEST(ReadLightChoice, ReadsEveryForm) {
  EXPECT_TRUE(std::holds_alternative<AllLights>(choice("all")));
  EXPECT_DOUBLE_EQ(std::get<ShareOfLights>(choice("{share: 0.5}")).share, 0.5);
  EXPECT_TRUE(std::holds_alternative<LightsInTurn>(choice("in_turn")));
  EXPECT_DOUBLE_EQ(std::get<SkewedLights>(choice("{zipf: 1.1}")).skew, 1.1);
  const std::vector<LightId> named{LightId{3}, LightId{1}};
  EXPECT_EQ(std::get<NamedLights>(choice("{named: [light-0003, light-0001]}")).lights, named);
  EXPECT_EQ(std::get<NamedLights>(choice("[light-0003, light-0001]")).lights, named);
}

struct Bad {
  const char* lights;
  const char* problem;
};

class RefuseLights : public testing::TestWithParam<Bad> {};

TEST_P(RefuseLights, SaysWhichLightsThereAre) {
  EXPECT_EQ(problems_of(with_stream("rate: 1/s, values: {on: toggle}, lights: " +
                                    std::string{GetParam().lights})),
            GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseLights,
    testing::Values(
        Bad{"{named: [light-0010]}",
            "s.yaml:6:67: timeline[0].churn.desired.lights.named[0]: no light is called "
            "'light-0010', the fleet's 10 lights are light-0000 to light-0009"},
        Bad{"[light-1]",
            "s.yaml:6:59: timeline[0].churn.desired.lights[0]: no light is called 'light-1', the "
            "fleet's 10 lights are light-0000 to light-0009"},
        Bad{"[light-0001, light-0001]",
            "s.yaml:6:71: timeline[0].churn.desired.lights names 'light-0001' twice"},
        Bad{"{share: 0}",
            "s.yaml:6:66: timeline[0].churn.desired.lights.share must be a number above 0, at most "
            "1, not '0'"},
        Bad{"{share: 1.5}",
            "s.yaml:6:66: timeline[0].churn.desired.lights.share must be a number above 0, at most "
            "1, not '1.5'"},
        Bad{"{zipf: -1}",
            "s.yaml:6:65: timeline[0].churn.desired.lights.zipf must be a number from 0 to 10, not "
            "'-1'"},
        Bad{"{named: []}",
            "s.yaml:6:66: timeline[0].churn.desired.lights.named has 0 items, it must be a list of "
            "at least 1, each a text"},
        Bad{"some",
            "s.yaml:6:58: timeline[0].churn.desired.lights must be 'all' or 'in_turn', or a list "
            "of at least 1, each a text, or a mapping with exactly one of share, zipf, named, not "
            "'some'"}));

std::vector<LightId> changed(std::string_view lights) {
  const auto scenario = good("shadowsim: 1\nfleet: {lights: 5}\ntimeline:\n  - change: {" +
                             std::string{lights} + ", desired: {a: 1}}\n");
  return std::get<ScriptedChange>(scenario.timeline.at(0)).lights;
}

TEST(ReadLightSet, ReadsEveryForm) {
  const std::vector<LightId> all{LightId{0}, LightId{1}, LightId{2}, LightId{3}, LightId{4}};
  EXPECT_EQ(changed("lights: all"), all);
  EXPECT_EQ(changed("lights: {share: 0.5}"),
            (std::vector<LightId>{LightId{0}, LightId{1}, LightId{2}}));
  EXPECT_EQ(changed("lights: {named: [light-0004]}"), (std::vector<LightId>{LightId{4}}));
  EXPECT_EQ(changed("lights: [light-0004, light-0000]"),
            (std::vector<LightId>{LightId{4}, LightId{0}}));
  EXPECT_EQ(changed("light: light-0002"), (std::vector<LightId>{LightId{2}}));
}

TEST(ReadLightSet, HasNoSkew) {
  EXPECT_EQ(problems_of("shadowsim: 1\nfleet: {lights: 5}\ntimeline:\n"
                        "  - change: {lights: {zipf: 1}, desired: {a: 1}}\n"),
            "s.yaml:4:14: timeline[0].change.lights needs exactly one of share, named\n"
            "s.yaml:4:23: timeline[0].change.lights has no key 'zipf'. Allowed: share, named");
}

TEST(ReadLight, IsSilentWhereTheFleetIsNotKnown) {
  EXPECT_EQ(problems_of("shadowsim: 1\nfleet: {lights: x}\ntimeline:\n"
                        "  - change: {light: nobody, desired: {a: 1}}\n"),
            "s.yaml:2:17: fleet.lights must be a whole number from 1 to 10000000, not 'x'");
}

}  // namespace
}  // namespace shadowsim::scenario
