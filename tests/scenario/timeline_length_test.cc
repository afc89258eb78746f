#include "sim/scenario/timeline_length.h"

#include <gtest/gtest.h>

#include "tests/scenario/reading.h"

namespace shadowsim::scenario {
namespace {

using namespace std::chrono_literals;

constexpr const char* kStream = "desired: {rate: 10/s, values: {on: toggle}}";

std::string timeline(const std::string& steps) {
  return "shadowsim: 1\nfleet: {lights: 3}\ntimeline:\n" + steps;
}

std::string churn(const char* key, const char* length) {
  return std::string{"  - "} + key + ": {for: " + length + ", " + kStream + "}\n";
}

Overrides duration(const char* written) {
  Overrides overrides;
  overrides.duration = written;
  return overrides;
}

TEST(Duration, SetsTheLengthOfTheLastChurnStep) {
  const auto text = timeline(churn("churn", "4s") + churn("warm_up", "1s") + churn("churn", "10s") +
                             "  - pause: 2s\n" + churn("warm_up", "3s"));
  for (const char* written : {"11s", "20s", "24h"}) {
    const auto scenario = good(text, duration(written));
    ASSERT_EQ(scenario.timeline.size(), 5U);
    EXPECT_EQ(scenario.length(), parse_duration(written).value());
    EXPECT_EQ(std::get<Churn>(scenario.timeline[0]).length, 4s);
    EXPECT_EQ(std::get<Churn>(scenario.timeline[4]).length, 3s);
  }
}

TEST(Duration, LeavesChangesAtTheirMoments) {
  const auto text = timeline(churn("churn", "10s") +
                             "  - change: {at: 5s, lights: all, desired: {a: 1}}\n"
                             "  - pause: 1s\n");
  EXPECT_EQ(std::get<Churn>(good(text, duration("6s")).timeline[0]).length, 5s);
  EXPECT_EQ(std::get<Churn>(good(text, duration("8s")).timeline[0]).length, 7s);
  EXPECT_EQ(problems_of(text, duration("5s")),
            "--duration 5s: the timeline cannot end after 5s: without its last churn step it takes "
            "6s already");
}

TEST(Duration, RefusesWhatCannotBe) {
  EXPECT_EQ(problems_of(timeline("  - pause: 1s\n"), duration("5s")),
            "--duration 5s: the scenario has no churn step to lengthen or shorten");
  EXPECT_EQ(problems_of(timeline(churn("warm_up", "1s")), duration("5s")),
            "--duration 5s: the scenario has no churn step to lengthen or shorten");
  const auto text = timeline(churn("churn", "10s") + "  - pause: 2s\n");
  EXPECT_EQ(problems_of(text, duration("2s")),
            "--duration 2s: the timeline cannot end after 2s: without its last churn step it takes "
            "2s already");
  EXPECT_EQ(problems_of(text, duration("5")),
            "--duration 5: '5' is not a duration: its unit must be one of h, m, s, ms, us, ns");
  EXPECT_EQ(problems_of(text, duration("9000h")),
            "--duration 9000h: a timeline takes at most "
            "8784h");
}

TEST(ExpectedChanges, SumsRatesAndScripts) {
  const auto scenario =
      good(timeline("  - churn: {for: 10s, desired: {rate: {from: 10/s, to: 30/s, steps: 3}, "
                    "values: {a: toggle}}, reported: {rate: 5/s, values: {b: toggle}}}\n"
                    "  - change: {lights: all, desired: {a: 1}}\n"));
  EXPECT_DOUBLE_EQ(expected_changes(scenario), 200 + 50 + 3);
}

}  // namespace
}  // namespace shadowsim::scenario
