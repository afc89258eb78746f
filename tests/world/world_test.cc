#include "sim/world/world.h"

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/measure/run_result.h"
#include "tests/world/small_scenario.h"

namespace shadowsim::world {
namespace {

using namespace std::chrono_literals;

// All that a run measured, to the nanosecond, as one text.
std::string transcript(World& world) {
  const auto& measured = world.crew().measurements();
  const auto& changes = measured.changes;
  const auto& messages = measured.messages;
  std::string text = fmt::format(
      "scheduled {} converged {} superseded {} rejected {} unconverged {} unsent {}\n"
      "published {} received {} deltas {} duplicates {} stale {} gaps {}\n",
      changes.scheduled, changes.converged, changes.superseded, changes.rejected,
      changes.unconverged, changes.unsent, messages.published, messages.received, messages.deltas,
      messages.duplicates, messages.stale_deltas, messages.version_gaps);
  for (const auto* histogram : {&measured.latencies.convergence, &measured.latencies.delta,
                                &measured.latencies.round_trip, &measured.latencies.connect}) {
    text += fmt::format("{} {} {} {}:", histogram->count(), histogram->min().count(),
                        histogram->mean().count(), histogram->max().count());
    for (const auto& bin : histogram->bins())
      text += fmt::format(" {}={}", bin.index, bin.count);
    text += '\n';
  }
  for (const auto& row : world.conductor().intervals().rows())
    text += fmt::format("{} {} {}\n", row.begin.count(), row.changes.converged,
                        row.convergence_max.count());
  text += fmt::format("ended at {}\n", world.time().now().time_since_epoch().count());
  return text;
}

NetworkModel unruly_network() {
  return {.up = DelayDistribution::exponential(5ms),
          .down = DelayDistribution::exponential(20ms),
          .duplicate_share = 0.05,
          .keeps_order = false};
}

TEST(World, AFleetConvergesTwiceWithTheSameBytes) {
  const auto scenario = small_scenario();
  World first{scenario, unruly_network()};
  World second{scenario, unruly_network()};
  EXPECT_TRUE(first.run().complete);
  EXPECT_TRUE(second.run().complete);
  EXPECT_GT(first.crew().measurements().changes.converged, 100U);
  EXPECT_EQ(transcript(first), transcript(second));
}

TEST(World, AnotherSeedIsAnotherStory) {
  const auto one = small_scenario();
  const auto other = small_scenario({.sets = {}, .lights = {}, .seed = "8", .duration = {}});
  World first{one, {}};
  World second{other, {}};
  first.run();
  second.run();
  EXPECT_NE(transcript(first), transcript(second));
}

TEST(World, OnAQuietNetworkEachChangeMakesOneDelta) {
  const auto scenario =
      small_scenario({.sets = {"fleet.apply_delay=0", "timeline[0].churn.desired.rate=5/s"},
                      .lights = {},
                      .seed = {},
                      .duration = {}});
  World quiet{scenario, {}};
  quiet.run();
  const auto& measured = quiet.crew().measurements();
  EXPECT_EQ(measured.messages.deltas, measured.changes.scheduled);
  EXPECT_EQ(measured.changes.converged, measured.changes.scheduled);
  // Desired up, delta down, report up, accepted down: four times 100 us.
  EXPECT_EQ(measured.latencies.convergence.max(), 400us);
  EXPECT_EQ(measured.latencies.convergence.min(), 400us);
}

TEST(World, DropsTheSessionsThatADisconnectStepNames) {
  const auto scenario = small_scenario(
      {.sets = {"timeline=[{churn: {for: 5s, desired: {rate: 40/s, values: {on: toggle}}}}, "
                "{disconnect: {at: 2s, sessions: {share: 0.25}}}]"},
       .lights = {},
       .seed = {},
       .duration = {}});
  World world{scenario, {}};
  EXPECT_TRUE(world.run().complete);
  const auto& connections = world.crew().measurements().connections;
  EXPECT_EQ(connections.lost, 6U) << "a quarter of 22, rounded up";
  EXPECT_EQ(connections.reconnected, 6U);
  EXPECT_EQ(world.crew().measurements().final_check.in_sync, 20U);
}

// On this network an answer takes 20 ms: a light has its subscriptions one answer after its connection,
// and has read its shadow another one later.
TEST(World, TellsWhenAllAreConnectedSubscribedAndOnlineAgain) {
  const auto scenario = small_scenario(
      {.sets = {"timeline=[{churn: {for: 60s, desired: {rate: 1/s, values: {on: toggle}}}}, "
                "{disconnect: {at: 2s, sessions: all}}]"},
       .lights = {},
       .seed = {},
       .duration = {}});
  World world{scenario,
              {.up = DelayDistribution::constant(10ms), .down = DelayDistribution::constant(10ms)}};
  EXPECT_TRUE(world.run().complete);
  measure::RunResult result;
  result.take(std::move(world.crew().measurements()));
  ASSERT_TRUE(result.full_fleet.again_after);
  EXPECT_GE(*result.full_fleet.again_after, 20ms);
  EXPECT_EQ(result.subscribed_fleet.after, *result.full_fleet.after + 20ms);
  EXPECT_EQ(result.online_fleet.after, *result.full_fleet.after + 40ms);
  EXPECT_GE(result.subscribed_fleet.again_after, 40ms);
  EXPECT_EQ(result.online_fleet.again_after, *result.subscribed_fleet.again_after + 20ms);
}

// What must hold after quiet, whatever the network did meanwhile.
class WorldBySeed : public testing::TestWithParam<int> {};

TEST_P(WorldBySeed, ComesToRestInSync) {
  const auto scenario = small_scenario(
      {.sets = {}, .lights = {}, .seed = std::to_string(GetParam()), .duration = {}});
  World world{scenario, unruly_network()};
  std::optional<fleet::RunEnd> end;
  world.conductor().start([&](const fleet::RunEnd& reached) { end = reached; });
  world.time().run_for(std::chrono::milliseconds{1500 + 97 * GetParam()});
  const bool drops = GetParam() % 2 == 0;
  if (drops) world.broker().drop_all();
  while (!end && world.time().step()) {
  }
  const auto& measured = world.crew().measurements();
  ASSERT_TRUE(end && end->complete);
  EXPECT_TRUE(measured.changes.balances()) << transcript(world);
  // An update on its way to a broker that dies is lost for good: the session begins anew.
  EXPECT_LE(measured.changes.unconverged, drops ? 2U : 0U) << transcript(world);
  EXPECT_EQ(measured.final_check.in_sync, 20U) << transcript(world);
  world.time().run_for(1s);
  EXPECT_EQ(world.time().armed(), 0U);
}

INSTANTIATE_TEST_SUITE_P(, WorldBySeed, testing::Range(1, 41));

// The same with two shadows a light, whose properties have the same names.
scenario::Scenario two_shadows(int seed) {
  return read(R"(
shadowsim: 1
name: two-shadows
fleet:
  lights: 10
  connect_rate: 1000/s
  apply_delay: {uniform: [1ms, 30ms]}
  shadows: [classic, {name: cfg, initial_state: {color: unset}}]
timeline:
  - change: {lights: all, shadow: cfg, desired: {color: blue}}
  - churn:
      for: 5s
      desired:
        - {rate: 20/s, values: {color: {one_of: [red, green, blue, white]}}}
        - {rate: 10/s, shadow: cfg, values: {color: {one_of: [red, green, blue, white]}}}
      reported: {rate: 5/s, shadow: cfg, sets_desired: true, values: {on: toggle}}
)",
              {.sets = {}, .lights = {}, .seed = std::to_string(seed), .duration = {}});
}

TEST_P(WorldBySeed, BringsBothShadowsOfEachLightInSync) {
  const auto scenario = two_shadows(GetParam());
  World world{scenario, unruly_network()};
  std::optional<fleet::RunEnd> end;
  world.conductor().start([&](const fleet::RunEnd& reached) { end = reached; });
  world.time().run_for(std::chrono::milliseconds{1500 + 97 * GetParam()});
  const bool drops = GetParam() % 2 == 0;
  if (drops) world.broker().drop_all();
  while (!end && world.time().step()) {
  }
  const auto& measured = world.crew().measurements();
  ASSERT_TRUE(end && end->complete);
  EXPECT_TRUE(measured.changes.balances()) << transcript(world);
  EXPECT_LE(measured.changes.unconverged, drops ? 2U : 0U) << transcript(world);  // lost, as above
  EXPECT_EQ(measured.final_check.in_sync, 10U) << transcript(world);
  EXPECT_EQ(world.broker().shadow_service().store().shadows(), 20U);
}

TEST(World, ANamedShadowIsAsGoodAsTheClassicOne) {
  const auto classic = small_scenario();
  const auto named =
      small_scenario({.sets = {"fleet.shadow=cfg"}, .lights = {}, .seed = {}, .duration = {}});
  World first{classic, unruly_network()};
  World second{named, unruly_network()};
  first.run();
  second.run();
  EXPECT_EQ(transcript(first), transcript(second)) << "but for the topics it is the same run";
}

TEST(World, OnAQuietNetworkNoShadowHearsOfTheOther) {
  const auto scenario = two_shadows(1);
  World quiet{scenario, {}};
  quiet.run();
  const auto& measured = quiet.crew().measurements();
  EXPECT_EQ(measured.changes.unconverged, 0U);
  EXPECT_EQ(measured.messages.stale_deltas, 0U);
  EXPECT_EQ(measured.messages.version_gaps, 0U);
  EXPECT_EQ(measured.latencies.convergence.count(), measured.changes.converged);
}

TEST(World, WallSwitchesAgainstTheAppEndInSyncEitherWay) {
  for (const char* sets_desired : {"true", "false"}) {
    const auto scenario = read(fmt::format(R"(
shadowsim: 1
name: wall
fleet: {{lights: 10, connect_rate: 1000/s, apply_delay: {{exponential: 20ms}}}}
timeline:
  - churn:
      for: 5s
      desired: {{rate: 20/s, values: {{color: {{one_of: [red, green, blue]}}}}}}
      reported: {{rate: 20/s, sets_desired: {}, values: {{color: {{one_of: [pink, grey]}}}}}}
)",
                                           sets_desired));
    World world{scenario, unruly_network()};
    EXPECT_TRUE(world.run().complete);
    const auto& measured = world.crew().measurements();
    EXPECT_TRUE(measured.changes.balances());
    EXPECT_EQ(measured.changes.unconverged, 0U) << sets_desired << '\n' << transcript(world);
    EXPECT_EQ(measured.final_check.in_sync, 10U) << sets_desired << '\n' << transcript(world);
  }
}

}  // namespace
}  // namespace shadowsim::world
