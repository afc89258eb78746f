#include "sim/scenario/state_size.h"

#include <gtest/gtest.h>

#include "tests/scenario/reading.h"

namespace shadowsim::scenario {
namespace {

StateSize size_of(const std::string& fleet, const std::string& steps) {
  const auto scenario =
      good("shadowsim: 1\nfleet: {lights: 3, " + fleet + "}\ntimeline:\n" + steps);
  return largest_state(scenario.fleet, scenario.timeline);
}

TEST(LargestState, CountsCompactJsonOfBothSections) {
  const auto size = size_of("initial_state: {color: red}",
                            "  - change: {light: light-0001, desired: {on: true}}\n");
  EXPECT_EQ(size.desired_bytes, std::string{R"({"on":true})"}.size());
  EXPECT_EQ(size.reported_bytes, std::string{R"({"color":"red","on":true})"}.size());
}

TEST(LargestState, TakesTheLargestValueOfEachSource) {
  const auto size = size_of(
      "initial_state: {a: 1}",
      "  - churn: {for: 1s, desired: {rate: 1/s, values: {a: {one_of: [1, 333]}, b: toggle, "
      "c: {range: [-10, 5]}, d: {sequence: [x, yy]}, e: {range: [0.5, 1]}}}}\n");
  EXPECT_EQ(
      size.desired_bytes,
      std::string{R"({"a":333,"b":false,"c":-10,"d":"yy","e":-1.2345678901234567e-308})"}.size());
  EXPECT_EQ(size.reported_bytes, size.desired_bytes);
}

TEST(LargestState, CountsEachShadowOnItsOwn) {
  const auto size = size_of("shadows: [classic, {name: cfg, initial_state: {a: 1}}]",
                            "  - change: {light: light-0001, desired: {on: true}}\n"
                            "  - change: {lights: all, shadow: cfg, desired: {b: 12345678901}}\n");
  EXPECT_EQ(size.shadow, ShadowId{1});
  EXPECT_EQ(size.desired_bytes, std::string{R"({"b":12345678901})"}.size());
  EXPECT_EQ(size.reported_bytes, std::string{R"({"a":1,"b":12345678901})"}.size());
}

TEST(LargestState, KeepsLocalChangesOutOfDesiredUnlessTheySetIt) {
  const std::string change = "  - change: {light: light-0000, reported: {a: 12345}";
  EXPECT_EQ(size_of("initial_state: {b: 1}", change + "}\n").desired_bytes, 0U);
  EXPECT_EQ(size_of("initial_state: {b: 1}", change + ", sets_desired: true}\n").desired_bytes,
            std::string{R"({"a":12345})"}.size());
}

std::string text_of_length(std::size_t length) {
  return std::string(length, 'x');
}

TEST(LargestState, TellsScriptedLightsApart) {
  const std::string steps =
      "  - change: {light: light-0000, desired: {a: " + text_of_length(3000) +
      "}}\n  - change: {light: light-0001, desired: {b: " + text_of_length(3500) + "}}\n";
  EXPECT_EQ(size_of("initial_state: {c: 1}", steps).desired_bytes, 3500U + 8);
  EXPECT_GT(size_of("initial_state: {c: 1}", steps + "  - change: {lights: all, desired: {d: 1}}\n")
                .desired_bytes,
            3500U + 8);
}

TEST(StateLimit, IsMetToTheByte) {
  // {"a":"..."} in both sections: 2 * (8 + length) bytes.
  const auto text = [](std::size_t length) {
    return "shadowsim: 1\nfleet: {lights: 1, initial_state: {a: x}}\ntimeline:\n  - pause: 1s\n"
           "  - change: {light: light-0000, desired: {a: " +
           text_of_length(length) + "}}\n";
  };
  EXPECT_EQ(problems_of(text(4088)), "");
  EXPECT_EQ(problems_of(text(4089)),
            "s.yaml:5:5: a shadow can grow to 8194 bytes of state (desired 4097, reported 4097), "
            "the service takes at most 8192");
}

TEST(StateLimit, PointsAtTheInitialStateWhereThatIsTooLarge) {
  EXPECT_EQ(problems_of("shadowsim: 1\nfleet:\n  lights: 1\n  initial_state: {a: " +
                        text_of_length(9000) + "}\ntimeline: [{pause: 1s}]\n"),
            "s.yaml:4:3: a shadow can grow to 9008 bytes of state (desired 0, reported 9008), the "
            "service takes at most 8192");
}

}  // namespace
}  // namespace shadowsim::scenario
