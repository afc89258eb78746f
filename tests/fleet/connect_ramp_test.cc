#include "sim/fleet/connect_ramp.h"

#include <gtest/gtest.h>

#include "sim/world/world.h"
#include "tests/world/small_scenario.h"

namespace shadowsim::fleet {
namespace {

using namespace std::chrono_literals;
using world::World;

// 20 lights and 2 apps, with one more setting or two.
scenario::Scenario with(std::vector<std::string> sets) {
  return world::small_scenario({.sets = std::move(sets), .lights = {}, .seed = {}, .duration = {}});
}

TEST(ConnectRamp, EachSessionIsStartedInItsTurn) {
  const auto scenario = with({"fleet.connect_rate=10/s"});
  World paced{scenario, {}};
  ConnectRamp ramp{scenario, {}, paced.crew()};
  const TimePoint began = paced.time().now();
  ramp.begin(began);
  ramp.start_due(began);
  EXPECT_EQ(ramp.started(), 1U);
  EXPECT_EQ(ramp.next_turn(), began + 100ms);
  ramp.start_due(began + 100ms - 1ns);
  EXPECT_EQ(ramp.started(), 1U);
  ramp.start_due(began + 100ms);
  EXPECT_EQ(ramp.started(), 2U);
  ramp.start_due(began + 1s);
  EXPECT_EQ(ramp.started(), 11U) << "turns that were missed are made up for";
  EXPECT_EQ(paced.crew().connecting(), 11U);
  EXPECT_FALSE(ramp.all_started());
  ramp.start_due(began + 1min);
  EXPECT_TRUE(ramp.all_started());
  EXPECT_EQ(ramp.started(), 22U);
}

TEST(ConnectRamp, WaitsWhileTooManyWaitForTheirAnswer) {
  const auto scenario = with({"fleet.connect_rate=1000/s", "fleet.connects_in_flight=3"});
  World held{scenario, {}};
  ConnectRamp ramp{scenario, {}, held.crew()};
  const TimePoint began = held.time().now();
  ramp.begin(began);
  ramp.start_due(began + 1s);
  EXPECT_EQ(ramp.started(), 3U);
  held.time().run_for(1s);
  EXPECT_EQ(held.crew().connecting(), 0U);
  ramp.start_due(began + 1s);
  EXPECT_EQ(ramp.started(), 6U);
}

TEST(ConnectRamp, AShardHasItsShareOfThePace) {
  const auto scenario = with({"fleet.connect_rate=20/s", "fleet.connects_in_flight=8"});
  const schedule::Shard shard{.index = 1, .count = 4};
  World shared{scenario, {}, shard};
  ConnectRamp ramp{scenario, shard, shared.crew()};
  const TimePoint began = shared.time().now();
  ramp.begin(began);
  ramp.start_due(began);
  EXPECT_EQ(ramp.next_turn(), began + 200ms);
  ramp.start_due(began + 1min);
  EXPECT_EQ(ramp.started(), 2U) << "of 8 in flight";
}

TEST(ConnectRamp, IsOverdueWhenAllHadTimeToConnectAndToAskTwice) {
  const auto scenario =
      with({"fleet.connect_rate=10/s", "fleet.connect_timeout=3s", "fleet.answer_timeout=1s"});
  World slow{scenario, {}};
  ConnectRamp ramp{scenario, {}, slow.crew()};
  const TimePoint began = slow.time().now();
  ramp.begin(began);
  EXPECT_FALSE(ramp.is_overdue(began + 2200ms + 3s + 2s));
  EXPECT_TRUE(ramp.is_overdue(began + 2200ms + 3s + 2s + 1ns));
}

}  // namespace
}  // namespace shadowsim::fleet
