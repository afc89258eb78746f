#include "sim/scenario/scenario.h"

#include <gtest/gtest.h>

namespace shadowsim::scenario {
namespace {

using namespace std::chrono_literals;

TEST(Fleet, NamesItsLightsAndFindsThemAgain) {
  Fleet fleet;
  fleet.lights = 20;
  fleet.thing_name = NamePattern{"light-{index:4}"};
  fleet.client_id = NamePattern{"test-{thing}-{index}"};
  EXPECT_EQ(fleet.thing(LightId{12}), "light-0012");
  EXPECT_EQ(fleet.client(LightId{12}), "test-light-0012-12");
  EXPECT_EQ(fleet.find("light-0012"), LightId{12});
  EXPECT_FALSE(fleet.find("light-0020"));
  EXPECT_FALSE(fleet.find("12"));
}

TEST(ShareOfLights, IsRoundedUpAndNeverNobody) {
  EXPECT_EQ(ShareOfLights{0.5}.of(5), 3U);
  EXPECT_EQ(ShareOfLights{0.1}.of(10), 1U);
  EXPECT_EQ(ShareOfLights{0.1}.of(30), 3U);  // 0.1 * 30 is a hair above 3
  EXPECT_EQ(ShareOfLights{0.7}.of(10), 7U);
  EXPECT_EQ(ShareOfLights{1e-9}.of(10), 1U);
  EXPECT_EQ(ShareOfLights{1}.of(1'000'003), 1'000'003U);
}

ScriptedChange change_at(std::optional<Duration> at) {
  ScriptedChange change;
  change.at = at;
  return change;
}

Churn churn_for(Duration length) {
  Churn churn;
  churn.length = length;
  return churn;
}

TEST(Scenario, BeginsEachStepWhenAllBeforeItHaveEnded) {
  Scenario scenario;
  scenario.timeline = {churn_for(10s), change_at(4s),  change_at(std::nullopt),
                       Pause{2s},      change_at(20s), change_at(15s),
                       churn_for(1s)};
  EXPECT_EQ(scenario.starts(), (std::vector<Duration>{0s, 4s, 10s, 10s, 20s, 15s, 20s}));
  EXPECT_EQ(scenario.length(), 21s);
}

TEST(Disconnect, TakesItsShareRoundedUpAndSpreadEvenly) {
  const auto taken = [](double share, std::size_t of) {
    std::string places;
    for (std::size_t place = 0; place < of; ++place)
      places += Disconnect{.share = share}.takes(place) ? 'x' : '.';
    return places;
  };
  EXPECT_EQ(taken(1, 4), "xxxx");
  EXPECT_EQ(taken(0.5, 4), "x.x.");
  EXPECT_EQ(taken(0.5, 5), "x.x.x");
  EXPECT_EQ(taken(0.1, 30), "x.........x.........x.........");
}

TEST(Scenario, ListsDisconnectsInOrderOfTime) {
  const Disconnect half{.share = 0.5};
  Scenario scenario;
  scenario.timeline = {Disconnect{.at = 4s}, Pause{2s}, half, Pause{3s}};
  EXPECT_EQ(scenario.disconnects(),
            (std::vector<std::pair<Duration, Disconnect>>{{4s, Disconnect{.at = 4s}}, {6s, half}}));
  EXPECT_EQ(scenario.length(), 9s);
}

TEST(Scenario, LastsUntilItsLastScriptedChange) {
  Scenario scenario;
  scenario.timeline = {Pause{1s}, change_at(3s)};
  EXPECT_EQ(scenario.length(), 3s);
}

}  // namespace
}  // namespace shadowsim::scenario
