#include "sim/fleet/stretches.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/scenario_reader.h"

namespace shadowsim::fleet {
namespace {

using namespace std::chrono_literals;
using measure::Stretch;
using testing::ElementsAre;

scenario::Scenario sample() {
  const auto scenario = scenario::read_scenario_text(
      "shadowsim: 1\n"
      "fleet: {lights: 5, thing_name: 'light-{index}', initial_state: {color: red}}\n"
      "timeline:\n"
      "  - warm_up: {for: 5s, desired: {rate: 10/s, values: {color: {one_of: [red, blue]}}}}\n"
      "  - change: {light: light-1, desired: {color: blue}}\n"
      "  - pause: 2s\n"
      "  - change: {at: 3s, lights: [light-1, light-2], reported: {color: red}}\n"
      "  - churn:\n"
      "      for: 4s\n"
      "      desired: {rate: {from: 10/s, to: 50/s, steps: 5}, values: {color: {one_of: [red, "
      "blue]}}}\n"
      "      reported: {rate: 2/s, values: {color: {one_of: [red, blue]}}}\n",
      "file.yaml", {}, {});
  EXPECT_TRUE(scenario) << (scenario ? "" : scenario.error().message);
  return scenario ? *scenario : scenario::Scenario{};
}

TEST(Stretches, OfARunThatNeverBeganAreNone) {
  EXPECT_TRUE(stretches(sample(), 0s).empty());
}

TEST(Stretches, EndWhereTheRunWasInterrupted) {
  EXPECT_THAT(stretches(sample(), 6s),
              ElementsAre(Stretch{"warm-up", "10/s", 0s, 5s},
                          Stretch{"change", "2 lights, color: \"red\"", 3s, 3s},
                          Stretch{"change", "light-1, color: \"blue\"", 5s, 5s},
                          Stretch{"pause", "", 5s, 6s}));
}

TEST(Stretches, AreAllStepsAndTheDrainOfAWholeRun) {
  const auto all = stretches(sample(), 12'500ms);
  ASSERT_EQ(all.size(), 6U);
  EXPECT_EQ(all[4], (Stretch{"churn", "10/s to 50/s and 2/s reported", 7s, 11s}));
  EXPECT_EQ(all[5], (Stretch{"drain", "", 11s, 12'500ms}));
}

TEST(Stretches, SayHowLongAfterTheirEndAllWereInSync) {
  const auto all = stretches(sample(), 12'500ms, {1s, 0s, std::nullopt, 2s, 3s});
  ASSERT_EQ(all.size(), 6U);
  EXPECT_EQ(all[0].settled_after, 1s);
  EXPECT_EQ(all[1].about, "2 lights, color: \"red\"") << "begins before the third step";
  EXPECT_EQ(all[5].settled_after, std::nullopt);
}

TEST(Stretches, EndOneByOne) {
  scenario::Scenario scenario = sample();
  scenario.timeline = {scenario::Disconnect{.at = 1s, .share = 0.5}, scenario::Pause{2s},
                       scenario::Pause{3s}};
  EXPECT_THAT(ends(scenario), ElementsAre(1s, 3s, 6s));
}

TEST(Stretches, ADisconnectTakesNoTime) {
  scenario::Scenario scenario = sample();
  scenario.timeline = {scenario::Pause{2s}, scenario::Disconnect{.at = 1s, .share = 0.5}};
  EXPECT_THAT(stretches(scenario, 2s),
              ElementsAre(Stretch{"pause", "", 0s, 2s},
                          Stretch{"disconnect", "50 % of the sessions", 1s, 1s}));
}

TEST(Stretches, ALinkFaultIsBesideTheStepsThatFollow) {
  scenario::Scenario scenario = sample();
  scenario.timeline = {
      scenario::LinkFault{.length = 4s, .lights = {LightId{0}, LightId{2}}, .is_silent = true},
      scenario::Pause{2s}};
  EXPECT_THAT(stretches(scenario, 3s),
              ElementsAre(Stretch{"link fault", "silence, 2 lights", 0s, 3s},
                          Stretch{"pause", "", 0s, 2s}));
}

}  // namespace
}  // namespace shadowsim::fleet
