#include "sim/demand/sessions.h"

#include <set>

#include <gtest/gtest.h>

#include "tests/demand/reading.h"

namespace shadowsim::demand {
namespace {

const char* const kFiveLights = R"(
fleet: {lights: 5}
apps: {sessions: 2}
timeline: [{pause: 1s}]
)";

TEST(Sessions, AreLightsFirstAndThenApps) {
  const auto scenario = read(kFiveLights);
  const Sessions sessions{scenario, 1};
  EXPECT_EQ(sessions.count(), 7U);
  EXPECT_EQ(sessions.name(4), "test-light-0004");
  EXPECT_EQ(sessions.name(5), "test-app-0");
  EXPECT_EQ(sessions.name(6), "test-app-1");
  EXPECT_TRUE(sessions.is_light(4));
  EXPECT_FALSE(sessions.is_light(5));
}

TEST(Sessions, DriveLightsAsTheCrewDoes) {
  const auto scenario = read(kFiveLights);
  const Sessions sessions{scenario, 1};
  EXPECT_EQ(sessions.app_of(LightId{0}), 5U);
  EXPECT_EQ(sessions.app_of(LightId{1}), 6U);
  EXPECT_EQ(sessions.app_of(LightId{4}), 5U);
}

TEST(Sessions, HaveAnAppForEachPartAtLeast) {
  const auto scenario = read(kFiveLights);
  const Sessions sessions{scenario, 3};
  EXPECT_EQ(sessions.count(), 8U);
  EXPECT_EQ(sessions.name(sessions.app_of(LightId{1})), "test-app-1");
  EXPECT_EQ(sessions.name(sessions.app_of(LightId{2})), "test-app-0-shard-2")
      << "a part beyond the apps";
  EXPECT_EQ(sessions.app_of(LightId{1}), sessions.app_of(LightId{4})) << "the same part";
}

TEST(Sessions, ConnectAppsFirstInEachPartAndAllOfThem) {
  const auto scenario = read(kFiveLights);
  const Sessions sessions{scenario, 2};
  EXPECT_EQ(sessions.sessions_of(0), 4U) << "an app, and the lights 0, 2 and 4";
  EXPECT_EQ(sessions.sessions_of(1), 3U);
  EXPECT_FALSE(sessions.is_light(sessions.nth(0, 0)));
  EXPECT_EQ(sessions.nth(0, 3), 4U);
  EXPECT_EQ(sessions.nth(1, 1), 1U);
  std::set<std::uint64_t> all;
  for (std::uint32_t part = 0; part < 2; ++part) {
    for (std::uint64_t i = 0; i < sessions.sessions_of(part); ++i)
      all.insert(sessions.nth(part, i));
  }
  EXPECT_EQ(all.size(), sessions.count());
}

}  // namespace
}  // namespace shadowsim::demand
