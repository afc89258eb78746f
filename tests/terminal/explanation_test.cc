#include "sim/terminal/explanation.h"

#include <filesystem>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/scenario_reader.h"

namespace shadowsim::terminal {
namespace {

using testing::HasSubstr;

std::string explained(const std::string& text) {
  return explanation(
      scenario::read_scenario_text("shadowsim: 1\n" + text, "s.yaml", {}, {}).value());
}

TEST(Explanation, TellsARunFromItsFirstConnectToItsVerdict) {
  EXPECT_EQ(explained(R"(
name: evening
description: |
  People
  come home.
fleet: {lights: 20, connect_rate: 10/s, apply_delay: {uniform: [5ms, 20ms]}}
apps: {sessions: 2}
timeline:
  - pause: 2s
  - change: {light: light-0003, desired: {color: blue}}
drain: 5s
thresholds: [changes.unsent == 0]
)"),
            "evening: People come home.\n"
            "\n"
            "First 2 apps and 20 lights connect, 10 a second at most, which takes 2.2 s.\n"
            "Each light subscribes to 5 topics of its classic shadow, reads it, and reports\n"
            "what it is where the service does not know.\n"
            "\n"
            "Then the timeline begins, and never waits for an answer:\n"
            "       0 s  Nothing new for 2s.\n"
            "       2 s  An app asks for color \"blue\" of light-0003.\n"
            "\n"
            "A light that is asked for a change gets a delta from the service, applies it\n"
            "after a delay (uniform 5ms to 20ms) and reports. The change has converged when\n"
            "the service has accepted that.\n"
            "\n"
            "At 2 s the timeline ends: what is open by then has 5 s to converge. Last, the\n"
            "shadow of every light is read once more, 2000 a second at most, and all\n"
            "disconnect.\n"
            "\n"
            "The run passes if all of these hold:\n"
            "  - changes.unsent == 0\n");
}

TEST(Explanation, TellsStepsInOrderOfTime) {
  const std::string text = explained(R"(
fleet: {lights: 2, shadows: [classic, cfg]}
timeline:
  - pause: 4s
  - change: {at: 1s, light: light-0001, desired: {color: blue}}
drain: 0
)");
  EXPECT_LT(text.find("0 s  Nothing new"), text.find("1 s  An app asks"));
  EXPECT_THAT(text, HasSubstr("10 topics of its shadows classic and cfg, reads them"));
  EXPECT_THAT(text, HasSubstr("applies it at\nonce"));
  EXPECT_THAT(text, HasSubstr("what is open by then stays unconverged"));
  EXPECT_THAT(text, HasSubstr("There are no thresholds"));
}

TEST(Explanation, OfEveryShippedScenarioFitsEightyColumns) {
  for (const auto& entry : std::filesystem::directory_iterator{SHADOWSIM_SCENARIOS}) {
    // Limits are found without a timeline.
    if (entry.path().extension() != ".yaml" || entry.path().stem() == "find-limits") continue;
    const auto scenario = scenario::read_scenario(entry.path(), {}, {});
    ASSERT_TRUE(scenario) << scenario.error().message;
    std::istringstream lines{explanation(*scenario)};
    for (std::string line; std::getline(lines, line);) {
      const bool is_one_word =
          line.find(' ', 4) == std::string::npos;  // there is nowhere to break it
      EXPECT_TRUE(line.size() <= 80 || is_one_word) << entry.path() << ": " << line;
    }
  }
}

}  // namespace
}  // namespace shadowsim::terminal
