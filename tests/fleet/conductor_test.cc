#include "sim/fleet/conductor.h"

#include <gtest/gtest.h>

#include "sim/world/world.h"
#include "tests/world/small_scenario.h"

namespace shadowsim::fleet {
namespace {

using namespace std::chrono_literals;
using world::World;

TEST(Conductor, PlaysTheTimelineAndChecksEveryLight) {
  const auto scenario = world::small_scenario();
  World played{scenario, {}};
  const RunEnd end = played.run();
  EXPECT_TRUE(end.complete);
  EXPECT_EQ(end.failure, std::nullopt);
  const auto& measured = played.crew().measurements();
  EXPECT_NEAR(static_cast<double>(measured.changes.scheduled), 200, 60);
  EXPECT_TRUE(measured.changes.balances());
  EXPECT_EQ(measured.final_check, (measure::FinalCheck{.lights = 20, .in_sync = 20}));
  EXPECT_EQ(measured.scheduling_lag.max(), 0ns) << "virtual time is never late";
}

TEST(Conductor, ConnectsAtTheScenariosPace) {
  const auto scenario = world::small_scenario(
      {.sets = {"fleet.connect_rate=10/s"}, .lights = {}, .seed = {}, .duration = {}});
  World paced{scenario, {}};
  paced.conductor().start([](const RunEnd&) {});
  paced.time().run_for(1s);
  EXPECT_NEAR(static_cast<double>(paced.crew().measurements().connections.attempted), 11, 1);
}

TEST(Conductor, HoldsConnectsBackWhileTooManyWaitForTheirAnswer) {
  const auto scenario = world::small_scenario(
      {.sets = {"fleet.connects_in_flight=3"}, .lights = {}, .seed = {}, .duration = {}});
  world::NetworkModel slow;
  slow.up = DelayDistribution::constant(100ms);
  World held{scenario, slow};
  held.conductor().start([](const RunEnd&) {});
  held.time().run_for(50ms);
  EXPECT_EQ(held.crew().measurements().connections.attempted, 3U);
}

TEST(Conductor, TheNextConnectBeginsWhenOneIsAnswered) {
  const auto scenario =
      world::small_scenario({.sets = {"fleet.connects_in_flight=1", "fleet.connect_rate=100000/s"},
                             .lights = {},
                             .seed = {},
                             .duration = {}});
  World paced{scenario, {}};  // a connect takes 200 us
  paced.conductor().start([](const RunEnd&) {});
  paced.time().run_for(22 * 200us);
  EXPECT_EQ(paced.crew().measurements().connections.established, 22U)
      << "none waits for anything but the one before it";
}

TEST(Conductor, ChecksNoFasterThanTheScenarioLets) {
  const auto length_with = [](const char* check_rate) {
    const auto scenario =
        world::small_scenario({.sets = {check_rate}, .lights = {}, .seed = {}, .duration = {}});
    World checked{scenario, {}};
    const TimePoint began = checked.time().now();
    EXPECT_TRUE(checked.run().complete);
    EXPECT_EQ(checked.crew().measurements().final_check.in_sync, 20U);
    return checked.time().now() - began;
  };
  const Duration longer =
      length_with("fleet.check_rate=1/s") - length_with("fleet.check_rate=1000/s");
  EXPECT_GT(longer, 18s) << "20 lights, and longer than the answers may take";
  EXPECT_LT(longer, 20s);
}

TEST(Conductor, WaitsForLightsThatAreStillAtWorkBeforeItChecksThem) {
  const auto scenario = world::read(R"(
shadowsim: 1
fleet: {lights: 3, connect_rate: 1000/s, apply_delay: 300ms}
timeline:
  - change: {light: light-0000, desired: {color: red}}
  - pause: 1s
  - change: {light: light-0000, reported: {color: blue}}
)");
  World switched{scenario, {}};
  EXPECT_TRUE(switched.run().complete);
  const auto& measured = switched.crew().measurements();
  EXPECT_EQ(measured.changes.converged, 1U);
  EXPECT_EQ(measured.final_check, (measure::FinalCheck{.lights = 3, .in_sync = 3}))
      << "red is desired yet, and the light goes back to it";
}

TEST(Conductor, ConnectsAtItsShardsShareOfThePace) {
  const auto scenario = world::small_scenario(
      {.sets = {"fleet.connect_rate=20/s"}, .lights = "100", .seed = {}, .duration = {}});
  World paced{scenario, {}, {.index = 3, .count = 4}};
  paced.conductor().start([](const RunEnd&) {});
  paced.time().run_for(2s);
  EXPECT_NEAR(static_cast<double>(paced.crew().measurements().connections.attempted), 11, 1);
}

TEST(Conductor, BeginsTheTimelineAtTheMomentGiven) {
  const auto scenario = world::small_scenario();
  World timed{scenario, {}};
  const TimePoint moment = timed.time().now() + 10s;
  timed.conductor().begin_timeline_at(moment);
  timed.conductor().start([](const RunEnd&) {});
  timed.time().run_for(10s - 1ms);
  EXPECT_EQ(timed.conductor().phase(), Phase::kWaiting);
  EXPECT_EQ(timed.crew().ready(), timed.crew().sessions());
  EXPECT_EQ(timed.conductor().elapsed(), 0ns);
  timed.time().run_for(3ms);
  EXPECT_EQ(timed.conductor().phase(), Phase::kTimeline);
  EXPECT_EQ(timed.conductor().elapsed(), 2ms);
}

TEST(Conductor, BeginsWithWhoIsReadyWhenTheMomentComes) {
  const auto scenario = world::small_scenario(
      {.sets = {"fleet.connect_rate=40/s"}, .lights = {}, .seed = {}, .duration = {}});
  world::NetworkModel slow;
  slow.down = DelayDistribution::constant(100ms);
  World timed{scenario, slow};
  timed.conductor().begin_timeline_at(timed.time().now() + 540ms);  // the last connects at 525 ms
  timed.conductor().start([](const RunEnd&) {});
  timed.time().run_for(551ms);
  EXPECT_EQ(timed.conductor().phase(), Phase::kTimeline);
  EXPECT_GT(timed.crew().ready_lights(), 0U);
  EXPECT_LT(timed.crew().ready(), timed.crew().sessions());
}

TEST(Conductor, AMomentThatComesBeforeAllHaveBegunToConnectIsAnError) {
  const auto scenario = world::small_scenario(
      {.sets = {"fleet.connect_rate=10/s"}, .lights = {}, .seed = {}, .duration = {}});
  World late{scenario, {}};
  late.conductor().begin_timeline_at(late.time().now() + 1s);
  const RunEnd end = late.run();
  ASSERT_TRUE(end.failure);
  EXPECT_EQ(end.failure->kind, ErrorKind::kUsage);
  EXPECT_NE(end.failure->message.find("of 22 sessions"), std::string::npos) << end.failure->message;
  EXPECT_EQ(late.crew().measurements().changes.scheduled, 0U);
}

TEST(Conductor, HoldsTheTimelineUntilItIsToldWhenToBegin) {
  const auto scenario = world::small_scenario();
  World held{scenario, {}};
  int ready = 0;
  held.conductor().hold_timeline([&] { ++ready; });
  std::optional<RunEnd> end;
  held.conductor().start([&](const RunEnd& reached) { end = reached; });
  held.time().run_for(60s);
  EXPECT_EQ(ready, 1);
  EXPECT_EQ(held.conductor().phase(), Phase::kWaiting);
  EXPECT_EQ(held.crew().measurements().changes.scheduled, 0U);
  held.conductor().begin_timeline_at(held.time().now() + 1s);
  held.time().run_for(20s);
  ASSERT_TRUE(end);
  EXPECT_TRUE(end->complete);
  EXPECT_EQ(held.crew().measurements().scheduling_lag.max(), 0ns);
  EXPECT_EQ(held.time().armed(), 0U);
}

TEST(Conductor, StopsWhileItWaits) {
  const auto scenario = world::small_scenario();
  World held{scenario, {}};
  held.conductor().hold_timeline([] {});
  std::optional<RunEnd> end;
  held.conductor().start([&](const RunEnd& reached) { end = reached; });
  held.time().run_for(5s);
  held.conductor().stop();
  held.time().run_for(1s);
  ASSERT_TRUE(end);
  EXPECT_FALSE(end->complete);
  EXPECT_EQ(held.time().armed(), 0U);
}

TEST(Conductor, EndsAtOnceWhereTheEndpointRefusesEverybody) {
  const auto scenario = world::small_scenario();
  World refused{scenario, {}};
  refused.broker().refuse_connects(mqtt::kNotAuthorized);
  const TimePoint began = refused.time().now();
  const RunEnd end = refused.run();
  ASSERT_TRUE(end.failure);
  EXPECT_EQ(end.failure->kind, ErrorKind::kUnreachable);
  EXPECT_NE(end.failure->message.find("CONNACK 0x87"), std::string::npos) << end.failure->message;
  EXPECT_LT(refused.time().now() - began, 1s);
}

TEST(Conductor, HearsEverybodyFirstWhereItIsToldTo) {
  const auto scenario = world::small_scenario();
  World refused{scenario, {}};
  refused.broker().refuse_connects(mqtt::kNotAuthorized);
  refused.conductor().hear_everybody();
  const RunEnd end = refused.run();
  ASSERT_TRUE(end.failure);
  EXPECT_EQ(end.failure->kind, ErrorKind::kUnreachable);
  EXPECT_TRUE(end.failure->message.starts_with("no light could connect: ")) << end.failure->message;
  EXPECT_EQ(refused.crew().measurements().connections.refused, refused.crew().sessions());
}

TEST(Conductor, SaysThatThereIsNoShadowServiceWhereNobodyAnswers) {
  const auto scenario = world::small_scenario();
  World silent{scenario, {}};
  silent.broker().silence_service(true);
  const RunEnd end = silent.run();
  ASSERT_TRUE(end.failure);
  EXPECT_NE(end.failure->message.find("shadow service"), std::string::npos);
}

TEST(Conductor, AnInterruptedRunIsIncompleteAndItsBooksBalance) {
  const auto scenario = world::small_scenario();
  World interrupted{scenario, {}};
  std::optional<RunEnd> end;
  interrupted.conductor().start([&](const RunEnd& reached) { end = reached; });
  interrupted.time().run_for(2s);
  EXPECT_EQ(interrupted.conductor().phase(), Phase::kTimeline);
  interrupted.conductor().stop();
  interrupted.time().run_for(1s);
  ASSERT_TRUE(end);
  EXPECT_FALSE(end->complete);
  EXPECT_EQ(end->failure, std::nullopt);
  EXPECT_TRUE(interrupted.crew().measurements().changes.balances());
  EXPECT_GT(interrupted.crew().measurements().changes.scheduled, 0U);
  EXPECT_EQ(interrupted.time().armed(), 0U);
}

TEST(Conductor, WhatIsStillOpenAfterTheDrainIsUnconverged) {
  const auto scenario = world::small_scenario(
      {.sets = {"fleet.apply_delay=1h", "drain=3s", "fleet.answer_timeout=5s"},
       .lights = {},
       .seed = {},
       .duration = {}});
  World slow{scenario, {}};
  EXPECT_TRUE(slow.run().complete);
  const auto& measured = slow.crew().measurements();
  EXPECT_GT(measured.changes.unconverged, 0U);
  EXPECT_EQ(measured.changes.converged, 0U);
  EXPECT_TRUE(measured.changes.balances());
  EXPECT_GT(measured.final_check.divergent, 0U);
}

TEST(Conductor, CutsTheRunIntoSecondsWhoseCountsAddUp) {
  const auto scenario = world::small_scenario();
  World cut{scenario, {}};
  cut.run();
  const auto& rows = cut.conductor().intervals().rows();
  ASSERT_GE(rows.size(), 5U);
  EXPECT_EQ(rows.at(1).begin, 1s);
  EXPECT_EQ(rows.at(1).length, 1s);
  measure::ChangeTally sum;
  for (const auto& row : rows) {
    sum.scheduled += row.changes.scheduled;
    sum.converged += row.changes.converged;
    sum.superseded += row.changes.superseded;
  }
  const auto& changes = cut.crew().measurements().changes;
  EXPECT_EQ(sum.scheduled, changes.scheduled);
  EXPECT_EQ(sum.converged, changes.converged);
  EXPECT_EQ(sum.superseded, changes.superseded);
}

TEST(Conductor, AFleetThatIsDroppedInTheMiddleComesBackIntoSync) {
  const auto scenario = world::small_scenario();
  World dropped{scenario, {}};
  std::optional<RunEnd> end;
  dropped.conductor().start([&](const RunEnd& reached) { end = reached; });
  dropped.time().run_for(2s);
  dropped.broker().drop_all();
  while (!end && dropped.time().step()) {
  }
  ASSERT_TRUE(end && end->complete);
  const auto& measured = dropped.crew().measurements();
  EXPECT_EQ(measured.connections.lost, 22U);
  EXPECT_EQ(measured.connections.reconnected, 22U);
  EXPECT_EQ(measured.final_check.in_sync, 20U);
  EXPECT_EQ(measured.changes.unconverged, 0U);
  EXPECT_GT(measured.changes.unsent, 0U) << "apps were away, too";
  EXPECT_TRUE(measured.changes.balances());
}

}  // namespace
}  // namespace shadowsim::fleet
