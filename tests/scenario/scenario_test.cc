#include "sim/scenario/scenario.h"

#include <gtest/gtest.h>

namespace shadowsim::scenario {
namespace {

using namespace std::chrono_literals;

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

TEST(Scenario, ListsDisconnectsInOrderOfTime) {
  const Disconnect half{.share = 0.5};
  Scenario scenario;
  scenario.timeline = {Disconnect{.at = 4s}, Pause{2s}, half, Pause{3s}};
  EXPECT_EQ(scenario.endpoint_steps(), (std::vector<std::pair<Duration, EndpointStep>>{
                                           {4s, Disconnect{.at = 4s}}, {6s, half}}));
  EXPECT_EQ(scenario.length(), 9s);
  EXPECT_FALSE(scenario.has_link_faults());
}

TEST(Scenario, GoesOnWhileLinksHaveAFaultButNotEndsBefore) {
  const LinkFault first{.length = 5s, .lights = {LightId{0}}, .is_silent = true};
  LinkFault second = first;
  second.at = 4s;
  second.length = 2s;
  Scenario scenario;
  scenario.timeline = {Pause{1s}, first, Pause{3s}, second};
  EXPECT_EQ(scenario.starts(), (std::vector<Duration>{0s, 1s, 1s, 4s}));
  EXPECT_EQ(scenario.length(), 6s);
  EXPECT_TRUE(scenario.has_link_faults());
  EXPECT_EQ(scenario.endpoint_steps(),
            (std::vector<std::pair<Duration, EndpointStep>>{{1s, first}, {4s, second}}));
  EXPECT_TRUE(scenario.disconnects().empty());
}

TEST(Scenario, LastsUntilItsLastScriptedChange) {
  Scenario scenario;
  scenario.timeline = {Pause{1s}, change_at(3s)};
  EXPECT_EQ(scenario.length(), 3s);
}

}  // namespace
}  // namespace shadowsim::scenario
