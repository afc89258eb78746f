#include "sim/fleet/check_round.h"

#include <gtest/gtest.h>

#include "sim/world/world.h"
#include "tests/world/small_scenario.h"

namespace shadowsim::fleet {
namespace {

using namespace std::chrono_literals;
using world::World;

// Connects everybody and lets them wait.
void connect(World& world) {
  world.conductor().hold_timeline([] {});
  world.conductor().start([](const RunEnd&) {});
  world.time().run_for(5s);
  ASSERT_EQ(world.crew().ready(), world.crew().sessions());
}

// How long the round takes.
Duration play(CheckRound& round, World& world) {
  const TimePoint began = world.time().now();
  while (!round.go_on(world.time().now()))
    world.time().run_for(10ms);
  return world.time().now() - began;
}

std::size_t asked(const Crew& crew) {
  std::size_t count = 0;
  for (std::size_t place = 0; place < crew.lights(); ++place)
    count += crew.check_result(place) == LightDriver::Check::kNone ? 0 : 1;
  return count;
}

TEST(CheckRound, WhoIsNotConnectedIsUnreachable) {
  const auto scenario = world::small_scenario();
  World away{scenario, {}};
  CheckRound round{scenario, {}, away.crew(), away.time().now()};
  EXPECT_GT(play(round, away), scenario.fleet.answer_timeout) << "they might come back";
  EXPECT_EQ(round.result(), (measure::FinalCheck{.lights = 20, .unreachable = 20}));
}

TEST(CheckRound, NobodyIsWaitedForLongerThanAnAnswerMayTake) {
  const auto scenario = world::small_scenario();
  World silent{scenario, {}};
  connect(silent);
  silent.broker().silence_service(true);
  CheckRound round{scenario, {}, silent.crew(), silent.time().now()};
  const Duration length = play(round, silent);
  EXPECT_GT(length, scenario.fleet.answer_timeout);
  EXPECT_LT(length, scenario.fleet.answer_timeout + 100ms);
  EXPECT_EQ(round.result().unreachable, 20U);
}

TEST(CheckRound, IsOverWhenAllHaveAnswered) {
  const auto scenario = world::small_scenario();
  World fleet{scenario, {}};
  connect(fleet);
  CheckRound round{scenario, {}, fleet.crew(), fleet.time().now()};
  EXPECT_LT(play(round, fleet), 100ms);
  EXPECT_EQ(round.result(), (measure::FinalCheck{.lights = 20, .in_sync = 20}));
}

TEST(CheckRound, AsksNoFasterThanItsShareOfThePace) {
  const auto scenario = world::small_scenario(
      {.sets = {"fleet.check_rate=8/s"}, .lights = {}, .seed = {}, .duration = {}});
  const schedule::Shard shard{.index = 0, .count = 2};
  World paced{scenario, {}, shard};
  connect(paced);
  const TimePoint began = paced.time().now();
  CheckRound round{scenario, shard, paced.crew(), began};
  EXPECT_FALSE(round.go_on(began));
  EXPECT_EQ(asked(paced.crew()), 1U);
  EXPECT_FALSE(round.go_on(began + 249ms));
  EXPECT_EQ(asked(paced.crew()), 1U);
  EXPECT_FALSE(round.go_on(began + 250ms));
  EXPECT_EQ(asked(paced.crew()), 2U);
}

}  // namespace
}  // namespace shadowsim::fleet
