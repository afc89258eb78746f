#include "sim/fleet/crew.h"

#include <gtest/gtest.h>

#include "sim/time/virtual_time.h"
#include "sim/world/virtual_broker.h"
#include "sim/world/virtual_mailbox.h"
#include "tests/world/small_scenario.h"

namespace shadowsim::fleet {
namespace {

using namespace std::chrono_literals;

class CrewTest : public testing::Test {
 protected:
  CrewTest() {
    mailbox_.set_handler([this](const mqtt::Delivery& delivery) { crew_.handle(delivery); });
  }

  void start_all() {
    for (std::size_t place = 0; place < crew_.sessions(); ++place)
      crew_.start(place);
    time_.run_for(1s);
  }

  scenario::Scenario scenario_ =
      world::small_scenario({.sets = {}, .lights = "7", .seed = {}, .duration = {}});
  schedule::Shard shard_{.index = 1, .count = 3};
  VirtualTime time_;
  world::VirtualBroker broker_{time_, {}, Random{1}};
  world::VirtualMailbox mailbox_{time_};
  Crew crew_{scenario_, shard_, mqtt::ProtocolVersion::kMqtt5, time_, broker_, mailbox_};
};

TEST_F(CrewTest, HoldsTheLightsAndTheAppsOfItsShard) {
  EXPECT_EQ(crew_.lights(), 2U);    // lights 1 and 4 of 0 to 6
  EXPECT_EQ(crew_.sessions(), 3U);  // and app 1 of 0 to 1
}

TEST_F(CrewTest, BecomesReadyOnceAllLightsHaveTheirShadows) {
  EXPECT_EQ(crew_.ready(), 0U);
  start_all();
  EXPECT_EQ(crew_.ready(), 3U);
  EXPECT_EQ(crew_.connecting(), 0U);
  EXPECT_EQ(crew_.measurements().connected, 3U);
}

TEST_F(CrewTest, PerformsAChangeOfOneOfItsLights) {
  start_all();
  schedule::PlannedChange change;
  change.light = LightId{4};
  change.properties = {{"color", R"("blue")"}};
  crew_.perform(change, time_.now());
  time_.run_for(1s);
  EXPECT_EQ(crew_.measurements().changes.converged, 1U);
}

TEST_F(CrewTest, KnowsWhyNobodyGetsIn) {
  broker_.refuse_connects(mqtt::kNotAuthorized);
  start_all();
  EXPECT_EQ(crew_.given_up(), 3U);
  EXPECT_NE(crew_.connect_failure().find("0x87"), std::string::npos) << crew_.connect_failure();
}

TEST_F(CrewTest, TellsWhenAConnectHasEnded) {
  int ended = 0;
  crew_.on_connect_ended([&] { ++ended; });
  crew_.start(0);
  crew_.start(1);
  EXPECT_EQ(crew_.connecting(), 2U);
  EXPECT_EQ(ended, 0);
  time_.run_for(1s);
  EXPECT_EQ(crew_.connecting(), 0U);
  EXPECT_EQ(ended, 2);
}

TEST_F(CrewTest, CountsWhoTriesAgainByItself) {
  start_all();
  broker_.drop_all();
  broker_.refuse_connects(mqtt::kQuotaExceeded);
  time_.run_for(100ms);
  EXPECT_EQ(crew_.ready_lights(), 2U) << "they have been ready";
  EXPECT_EQ(crew_.ready(), 2U) << "the app is away";
  broker_.refuse_connects({});
  std::size_t most = 0;
  for (const TimePoint end = time_.now() + 600s; crew_.ready() < 3 && time_.now() < end;) {
    if (!time_.step()) break;
    most = std::max(most, crew_.connecting());
  }
  EXPECT_GE(most, 1U);
  EXPECT_EQ(crew_.ready(), 3U);
}

TEST_F(CrewTest, StopsAndLeavesNothingArmed) {
  start_all();
  crew_.stop_all();
  EXPECT_FALSE(crew_.all_stopped());
  time_.run_for(1s);
  EXPECT_TRUE(crew_.all_stopped());
  EXPECT_EQ(crew_.measurements().connected, 0U);
  EXPECT_EQ(time_.armed(), 0U);
}

using CrewDeathTest = CrewTest;

TEST_F(CrewDeathTest, AnotherShardsLightIsAMistake) {
  schedule::PlannedChange change;
  change.light = LightId{0};
  EXPECT_DEATH(crew_.perform(change, time_.now()), "shard");
}

}  // namespace
}  // namespace shadowsim::fleet
