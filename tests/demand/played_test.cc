#include "sim/demand/played.h"

#include <gtest/gtest.h>

#include "tests/demand/reading.h"

namespace shadowsim::demand {
namespace {

using namespace std::chrono_literals;

Played played(const std::string& text, std::uint32_t parts = 1) {
  const Steady steady = steady_of(read(text));
  const Sessions sessions{steady.scenario, parts};
  return play(steady, sessions, {.shadows = steady.scenario.fleet.shadows.size()});
}

TEST(Played, WithoutAnyChangeIsConnectingAndTheFinalCheck) {
  const Played quiet = played(R"(
fleet: {lights: 20, connect_rate: 10/s}
apps: {sessions: 2}
timeline: [{pause: 5s}]
)");
  EXPECT_EQ(quiet.began, -2200ms);
  EXPECT_EQ(quiet.ended, 5s);
  EXPECT_EQ(quiet.reports, 0U);
  EXPECT_EQ(quiet.traffic.connects.most(), 10U);
  EXPECT_EQ(quiet.traffic.subscribes.most(), 50U) << "five filters of each light";
  EXPECT_EQ(quiet.traffic.requests.most(), 20U)
      << "a get and a report of each, and as many gets in the check";
  const Metered metered = quiet.traffic.metered();
  EXPECT_EQ(metered.connects, 22U);
  EXPECT_EQ(metered.subscribes, 20U);
  EXPECT_EQ(metered.published, 60U);
}

TEST(Played, ConnectsAsManyTimesAsThereArePartsAtOnce) {
  const Played parted = played(R"(
fleet: {lights: 30, connect_rate: 10/s}
apps: {sessions: 4}
timeline: [{pause: 5s}]
)",
                               4);
  EXPECT_EQ(parted.traffic.connects.most(), 12U) << "each at 2.5/s, which is three within a second";
  EXPECT_EQ(parted.traffic.metered().connects, 34U);
}

TEST(Played, AChangeOfDesiredIsAnUpdateAndTheLightsReport) {
  const Played asked = played(R"(
fleet: {lights: 2, connect_rate: 1/s, apply_delay: 300ms}
timeline:
  - pause: 10s
  - change: {light: light-0001, desired: {color: blue}}
)");
  EXPECT_EQ(asked.reports, 1U);
  EXPECT_EQ(asked.ended, 10300ms);
  EXPECT_EQ(asked.traffic.of_shadow.most(), 3U) << "update, report, and the final check";
  EXPECT_EQ(asked.traffic.of_shadow.key(), 1U);
}

// Each of so many reported changes within a second.
struct Local {
  const char* properties;
  const char* desired;  // a later change
  std::uint64_t reports;
};

class PlayedLocally : public testing::TestWithParam<Local> {};

TEST_P(PlayedLocally, IsAnsweredWhereItDiffersFromWhatIsDesired) {
  const auto& [properties, desired, reports] = GetParam();
  const Played switched =
      played(std::string{"fleet: {lights: 2, shadows: [classic, cfg]}\ntimeline:\n"} +
             "  - change: {light: light-0000, " + properties + "}\n" +
             "  - change: {at: 5s, light: light-0001, " + desired + "}\n");
  EXPECT_EQ(switched.reports, reports) << properties << ", " << desired;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, PlayedLocally,
    testing::Values(Local{"reported: {on: true}", "desired: {color: red}",
                          1},  // of the later change
                    Local{"reported: {on: true}", "desired: {on: true}", 2},
                    Local{"reported: {on: true}", "shadow: cfg, desired: {on: true}", 1},
                    Local{"reported: {on: true}, sets_desired: true", "desired: {on: true}", 1},
                    Local{"reported: {on: true}", "reported: {on: false}, sets_desired: true", 1}));

TEST(Played, AppsSendWhatTheirLightsAreAsked) {
  const Played churned = played(R"(
fleet: {lights: 10}
apps: {sessions: 2}
timeline:
  - churn: {for: 10s, desired: {rate: 100/s, arrivals: uniform, lights: [light-0001, light-0003],
                                values: {on: toggle}}}
  - pause: 2s
)");
  EXPECT_EQ(churned.traffic.sent.most(), 100U);
  EXPECT_EQ(churned.traffic.sent.key(), 11U) << "the second app has all odd lights";
  EXPECT_EQ(churned.traffic.requests.most(), 200U);
  EXPECT_EQ(churned.traffic.outbound.most(), 300U) << "accepted, delta, accepted";
  EXPECT_EQ(churned.reports, 1000U);
}

TEST(Played, WhoIsDroppedConnectsSubscribesAndReadsAgain) {
  const Played dropped = played(R"(
fleet: {lights: 20, connect_rate: 10/s}
apps: {sessions: 2}
timeline: [{pause: 30s}, {disconnect: {sessions: all}}, {pause: 5s}]
)");
  EXPECT_EQ(dropped.traffic.connects.most(), 22U) << "all within a second";
  EXPECT_GT(dropped.traffic.connects.at(), 30s);
  EXPECT_EQ(dropped.traffic.subscribes.most(), 100U);
  EXPECT_EQ(dropped.traffic.requests.most(), 20U) << "a get of each light, and nothing to report";
  EXPECT_EQ(dropped.ended, 35s);
  const Metered metered = dropped.traffic.metered();
  EXPECT_EQ(metered.connects, 44U);
  EXPECT_EQ(metered.subscribes, 40U);
  EXPECT_EQ(metered.published, 80U);
}

TEST(Played, WhoIsDroppedAtTheEndComesBackDuringTheCheck) {
  const Played dropped = played(R"(
fleet: {lights: 40, connect_rate: 40/s, check_rate: 10/s}
timeline: [{pause: 30s}, {disconnect: {sessions: all}}]
)");
  EXPECT_EQ(dropped.ended, 30s) << "it is not waited for";
  EXPECT_EQ(dropped.traffic.metered().connects, 82U);
  EXPECT_EQ(dropped.traffic.requests.most(), 80U) << "connecting is as busy: get and report";
  EXPECT_GE(dropped.traffic.connects.at(), 30s) << "41 within a second, not 40";
}

TEST(Played, TheFinalCheckKeepsItsRate) {
  const Played checked = played(R"(
fleet: {lights: 100, connect_rate: 1/s, check_rate: 40/s}
timeline: [{pause: 0s}]
)");
  EXPECT_EQ(checked.traffic.requests.most(), 40U);
  EXPECT_GE(checked.traffic.requests.at(), 0s);
}

}  // namespace
}  // namespace shadowsim::demand
