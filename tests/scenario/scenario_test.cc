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
