#include "sim/terminal/explained_step.h"

#include <string>

#include <gtest/gtest.h>

#include "sim/scenario/scenario_reader.h"

namespace shadowsim::terminal {
namespace {

struct Case {
  const char* step;
  const char* words;
  const char* fleet = "lights: 20";
};

class ExplainedStep : public testing::TestWithParam<Case> {};

TEST_P(ExplainedStep, SaysInWordsWhatHappens) {
  const auto& [step, words, fleet] = GetParam();
  const auto scenario = scenario::read_scenario_text(
      std::string{"shadowsim: 1\nfleet: {"} + fleet + "}\ntimeline:\n  - " + step +
          "\nsearch: {from: 10/s, to: 5000/s}\nthresholds: [changes.unsent == 0]\n",
      "s.yaml", {}, {});
  ASSERT_TRUE(scenario) << scenario.error().message;
  EXPECT_EQ(explain_step(scenario->timeline[0], *scenario), words);
}

INSTANTIATE_TEST_SUITE_P(
    Changes, ExplainedStep,
    testing::Values(
        Case{"pause: 1500ms", "Nothing new for 1500ms."},
        Case{"link_fault: {for: 5s, lights: [light-0003], delay: 50ms}",
             "For 5s, beside what follows, the link of light-0003 has a fault: delay 50ms."},
        Case{"link_fault: {for: 5s, silence: true, bandwidth: 2000}",
             "For 5s, beside what follows, the link of every light has a fault: bandwidth "
             "2000 bytes/s, silence."},
        Case{"change: {light: light-0003, desired: {on: true, color: [1, 2]}}",
             "An app asks for on true and color [1,2] of light-0003."},
        Case{"change: {lights: all, desired: {on: true}}",
             "Apps ask for on true of all 20 lights."},
        Case{"change: {lights: {share: 0.1}, desired: {on: true}}",
             "Apps ask for on true of light-0000 and light-0001."},
        Case{"change: {light: light-0003, reported: {on: true}}",
             "By hand, light-0003 becomes on true."},
        Case{"change: {light: light-0003, reported: {on: true}, sets_desired: true}",
             "By hand, light-0003 becomes on true, and says that this is desired, too."},
        Case{"change: {light: light-0003, shadow: cfg, desired: {every: 5}}",
             "An app asks for every 5, in the shadow cfg of light-0003.",
             "lights: 20, shadows: [classic, cfg]"}));

INSTANTIATE_TEST_SUITE_P(
    Churns, ExplainedStep,
    testing::Values(
        Case{"churn: {for: 30s, desired: {rate: 100/s, values: {color: {one_of: [red, blue]}}}}",
             "For 30s.\nApps ask for on average 100 changes a second, at random moments (Poisson). "
             "Each is for one of all 20 lights, and sets color one of \"red\" and \"blue\" (not "
             "what it was given last)."},
        Case{"warm_up: {for: 2s, desired: {rate: 0.5/s, arrivals: uniform, lights: [light-0003], "
             "values: {on: toggle, level: {range: [1, 5]}}}}",
             "For 2s, as a warm-up that is not measured.\nApps ask for 0.5 changes a second, "
             "evenly spaced. Each is for light-0003, and sets on false and true in turn and level "
             "a whole number from 1 to 5."},
        Case{"churn: {for: 40s, reported: {rate: {from: 25/s, to: 200/s, steps: 8}, lights: "
             "{share: 0.5}, values: {x: {range: [0.5, 2]}}, sets_desired: true}}",
             "For 40s.\nLights are switched by hand, and say that it is desired, too: on average "
             "25 to 200 changes a second in 8 steps of 5 s, at random moments (Poisson). Each is "
             "for one of the 10 lights light-0000 to light-0009, and sets x a number from 0.5 to "
             "2."},
        Case{"churn: {for: 5s, reported: {rate: find, lights: {zipf: 1.1}, values: {x: {sequence: "
             "[1, 2]}}}}",
             "For 5s.\nLights are switched by hand, without a word to desired: a rate of changes "
             "that is looked for between 10 and 5000 a second, at random moments (Poisson). Each "
             "is for one of all 20 lights, the first ones most often (zipf 1.1), and sets x 1 and "
             "2, one after another."},
        Case{
            "churn: {for: 5s, desired: {rate: 10/s, arrivals: uniform, lights: in_turn, values: "
            "{x: toggle}}}",
            "For 5s.\nApps ask for 10 changes a second, evenly spaced. Each is for the next of all "
            "20 lights in turn, and sets x false and true in turn."}));

TEST(ExplainedStepLists, AreCutWhereTheyAreLong) {
  const auto scenario = scenario::read_scenario_text(R"(
shadowsim: 1
fleet: {lights: 20}
timeline:
  - change: {lights: {named: [light-0000, light-0001, light-0002, light-0003, light-0004, light-0005,
                              light-0006, light-0007, light-0008, light-0009]}, desired: {on: true}}
)",
                                                     "s.yaml", {}, {});
  EXPECT_EQ(explain_step(scenario->timeline[0], *scenario),
            "Apps ask for on true of light-0000, light-0001, light-0002, light-0003, light-0004, "
            "light-0005, light-0006, light-0007 and 2 more.");
}

}  // namespace
}  // namespace shadowsim::terminal
