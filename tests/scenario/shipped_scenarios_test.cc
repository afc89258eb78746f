#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "sim/scenario/scenario_reader.h"

namespace shadowsim::scenario {
namespace {

class ShippedScenario : public testing::TestWithParam<const char*> {
 protected:
  static std::string file() {
    return std::string{SHADOWSIM_SOURCE_DIR "/scenarios/"} + GetParam() + ".yaml";
  }
};

TEST_P(ShippedScenario, IsGood) {
  const auto scenario = read_scenario(file(), {}, {});
  ASSERT_TRUE(scenario) << scenario.error().message;
  EXPECT_EQ(scenario->name, GetParam());
  EXPECT_FALSE(scenario->description.empty());
  EXPECT_FALSE(scenario->thresholds.empty());
  EXPECT_LE(scenario->length(), std::chrono::seconds{60});
}

TEST_P(ShippedScenario, OpensWithTheQuestionItAnswers) {
  std::ifstream text{file()};
  std::string question;
  for (std::string line; std::getline(text, line) && line.starts_with("# ");)
    question += line;
  EXPECT_NE(question.find('?'), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(, ShippedScenario,
                         testing::Values("colour-churn", "two-lights-scripted", "wall-switch",
                                         "ramp", "named-shadows", "round-trip", "saturation",
                                         "denied", "soak-account-limits", "overload-and-recover",
                                         "reconnect-storm", "flaky-links"));

TEST(ColourChurn, IsTheOneThatTheReadmePromises) {
  const auto scenario = read_scenario(SHADOWSIM_SOURCE_DIR "/scenarios/colour-churn.yaml", {}, {});
  ASSERT_TRUE(scenario) << scenario.error().message;
  EXPECT_EQ(scenario->fleet.lights, 200U);
  EXPECT_EQ(scenario->apps.sessions, 4U);
  const auto& churn = std::get<Churn>(scenario->timeline.at(0));
  EXPECT_EQ(churn.length, std::chrono::seconds{30});
  EXPECT_EQ(churn.streams.at(0).rate.from, Rate{100});
  EXPECT_EQ(churn.streams.at(0).arrivals, Arrivals::kPoisson);
}

}  // namespace
}  // namespace shadowsim::scenario
