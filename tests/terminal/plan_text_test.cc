#include "sim/terminal/plan_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/scenario_reader.h"

namespace shadowsim::terminal {
namespace {

using testing::HasSubstr;

std::string text_of(const char* seed) {
  const auto scenario = scenario::read_scenario_text(
      R"(
shadowsim: 1
name: small
description: Two steps and a change.
fleet: {lights: 20, connect_rate: 10/s, apply_delay: {uniform: [1ms, 30ms]}}
apps: {sessions: 2}
timeline:
  - churn:
      for: 10s
      desired: {rate: 30/s, arrivals: uniform, values: {color: {one_of: [red, green]}}}
      reported: {rate: {from: 1/s, to: 3/s, steps: 3}, lights: {share: 0.5}, values: {on: toggle}}
  - pause: 2s
  - change: {light: light-0003, desired: {color: blue}}
thresholds: [changes.unconverged == 0]
)",
      "test.yaml", {.sets = {}, .lights = {}, .seed = seed, .duration = {}}, {});
  return plan_text(scenario.value());
}

TEST(PlanText, SaysWhatWillHappen) {
  const std::string text = text_of("1");
  EXPECT_THAT(text, HasSubstr("small: valid, seed 1, 12s"));
  EXPECT_THAT(text, HasSubstr("20, light-0000 to light-0019"));
  EXPECT_THAT(text, HasSubstr("22, 2 of them apps; connecting takes 2.2 s at 10/s"));
  EXPECT_THAT(text, HasSubstr("desired 30/s, uniform, all lights, of color"));
  EXPECT_THAT(text, HasSubstr("reported 1/s to 3/s in 3 steps, Poisson, 10 lights, of on"));
  EXPECT_THAT(text, HasSubstr("12.000 s change desired of light-0003: color: \"blue\""));
  EXPECT_THAT(text, HasSubstr("301 of desired"));
}

TEST(PlanText, SaysWhichShadowsThereAreAndWhichChanges) {
  const auto scenario = scenario::read_scenario_text(R"(
shadowsim: 1
fleet: {lights: 4, shadows: [classic, cfg]}
timeline:
  - churn: {for: 1s, desired: {rate: 1/s, shadow: cfg, values: {every: toggle}}}
  - change: {light: light-0003, desired: {color: blue}}
  - link_fault: {for: 2s, lights: [light-0001], silence: true}
  - disconnect: {sessions: {share: 0.5}, reason: server-busy}
)",
                                                     "test.yaml", {}, {});
  const std::string text = plan_text(scenario.value());
  EXPECT_THAT(text, HasSubstr("link fault for 2s, 1 light: silence"));
  EXPECT_THAT(text, HasSubstr("disconnect 50 % of the sessions, server busy"));
  EXPECT_THAT(text, HasSubstr("shadows    classic, cfg"));
  EXPECT_THAT(text, HasSubstr("all lights, of cfg: every"));
  EXPECT_THAT(text, HasSubstr("change desired of light-0003: classic: color"));
  EXPECT_THAT(text, HasSubstr("16 gets before and after"));
}

TEST(PlanText, TheSameSeedHasTheSameDigestAndAnotherHasNot) {
  EXPECT_EQ(text_of("1"), text_of("1"));
  const auto digest = [](const std::string& text) { return text.substr(text.rfind("  plan ")); };
  EXPECT_NE(digest(text_of("1")), digest(text_of("2")));
}

TEST(PlanText, FitsEightyColumns) {
  std::istringstream lines{text_of("1")};
  for (std::string line; std::getline(lines, line);)
    EXPECT_LE(line.size(), 80U) << line;
}

}  // namespace
}  // namespace shadowsim::terminal
