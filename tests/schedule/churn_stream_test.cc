#include "sim/schedule/churn_stream.h"

#include <gtest/gtest.h>

namespace shadowsim::schedule {
namespace {

using namespace std::chrono_literals;

scenario::ChangeStream colours() {
  scenario::ChangeStream stream;
  stream.rate = {Rate{100}, Rate{100}, 1};
  stream.lights = scenario::AllLights{};
  stream.values = {{"color", scenario::OneOf{{"1", "2", "3"}}},
                   {"level", scenario::IntegerRange{1, 100}}};
  return stream;
}

scenario::Fleet fleet_of(std::uint32_t lights) {
  scenario::Fleet fleet;
  fleet.lights = lights;
  return fleet;
}

TEST(ChurnStream, CountsItsMomentsFromTheTimelinesStart) {
  auto stream = colours();
  stream.arrivals = scenario::Arrivals::kUniform;
  ChurnStream churn{stream, 5s, 30ms, fleet_of(4), Random{1}};
  std::vector<Duration> moments;
  for (; churn.upcoming(); churn.advance())
    moments.push_back(churn.upcoming()->at);
  EXPECT_EQ(moments, (std::vector<Duration>{5s, 5010ms, 5020ms}));
}

TEST(ChurnStream, SetsAllPropertiesInTheirOrder) {
  const auto stream = colours();
  ChurnStream churn{stream, 0s, 1s, fleet_of(4), Random{1}};
  const auto properties = churn.draw_properties();
  ASSERT_EQ(properties.size(), 2U);
  EXPECT_EQ(properties[0].name, "color");
  EXPECT_EQ(properties[1].name, "level");
}

TEST(ChurnStream, GivesALightTheSameValuesWhoeverElseIsLeftOut) {
  const auto stream = colours();
  ChurnStream whole{stream, 0s, 5s, fleet_of(4), Random{1}};
  ChurnStream part{stream, 0s, 5s, fleet_of(4), Random{1}};
  int compared = 0;
  for (; whole.upcoming(); whole.advance(), part.advance()) {
    const auto properties = whole.draw_properties();
    if (whole.upcoming()->light != LightId{2}) continue;
    EXPECT_EQ(part.draw_properties(), properties);
    ++compared;
  }
  EXPECT_GT(compared, 80);
}

}  // namespace
}  // namespace shadowsim::schedule
