#include "sim/fleet/light_driver.h"

#include <gtest/gtest.h>

#include "tests/fleet/fake_sessions.h"

namespace shadowsim::fleet {
namespace {

using namespace std::chrono_literals;

scenario::Fleet fleet() {
  scenario::Fleet made;
  made.lights = 10;
  made.thing_name = scenario::NamePattern{"light-{index}"};
  made.client_id = scenario::NamePattern{"test-{thing}"};
  made.shadows = {{"", {{"color", R"("red")"}}}};
  made.answer_timeout = 10s;
  return made;
}

class LightDriverTest : public testing::Test {
 protected:
  FakeSession::Journal& journal() { return fake_.sessions.journals.at(0); }
  const measure::MessageTally& messages() const { return fake_.measurements.messages; }

  void on(mqtt::Event event) { light_.on(fake_.delivery(std::move(event))); }
  void arrives(const std::string& answer, const std::string& payload) {
    on(mqtt::MessageArrived{"$aws/things/light-3/shadow/" + answer, payload, false});
  }

  // Connected, subscribed, and its first report accepted as version 1.
  void make_ready() {
    light_.connection().start();
    on(mqtt::Connected{});
    on(mqtt::Subscribed{{1, 1, 1, 1, 1}});
    arrives("get/rejected", R"({"code":404,"message":"","clientToken":"light-3-1"})");
    arrives("update/accepted", R"({"version":1,"clientToken":"light-3-2"})");
  }

  FakeWorkplace fake_;
  scenario::Fleet fleet_ = fleet();
  LightDriver light_{fake_.workplace, fake_.ledger, fleet_, LightId{3}, {}, Random{1}};
};

TEST_F(LightDriverTest, SubscribesToTheFiveAnswersThatTheSamplesPolicyAllows) {
  light_.connection().start();
  on(mqtt::Connected{});
  EXPECT_EQ(journal().subscribes.at(0),
            (std::vector<std::string>{"$aws/things/light-3/shadow/get/accepted",
                                      "$aws/things/light-3/shadow/get/rejected",
                                      "$aws/things/light-3/shadow/update/accepted",
                                      "$aws/things/light-3/shadow/update/rejected",
                                      "$aws/things/light-3/shadow/update/delta"}));
}

TEST_F(LightDriverTest, OneRefusedFilterIsEnoughToGiveUp) {
  light_.connection().start();
  on(mqtt::Connected{});
  on(mqtt::Subscribed{{1, 1, mqtt::kNotAuthorized, 1, 1}});
  EXPECT_TRUE(light_.has_given_up());
}

TEST_F(LightDriverTest, AsksThenMakesItsShadowThenIsReady) {
  make_ready();
  EXPECT_TRUE(light_.is_ready());
  EXPECT_EQ(journal().publishes.at(0).topic, "$aws/things/light-3/shadow/get");
  EXPECT_EQ(journal().publishes.at(0).payload, R"({"clientToken":"light-3-1"})");
  EXPECT_EQ(journal().publishes.at(1).topic, "$aws/things/light-3/shadow/update");
  EXPECT_EQ(messages().published, 2U);
  EXPECT_EQ(messages().received, 2U);
}

TEST_F(LightDriverTest, AChangeConvergesThroughItsMessages) {
  make_ready();
  const std::vector<measure::Leaf> blue{{"/color", R"("blue")"}};
  fake_.ledger.sent({ChangeId{5}, LightId{3}, fake_.time.now(), fake_.time.now(), blue});
  fake_.time.run_for(2ms);
  arrives("update/delta", R"({"version":2,"state":{"color":"blue"},"clientToken":"change-5"})");
  arrives("update/accepted", R"({"version":2,"clientToken":"change-5"})");
  fake_.time.run_for(3ms);
  arrives("update/accepted", R"({"version":3,"clientToken":"light-3-3"})");
  EXPECT_EQ(fake_.measurements.changes.converged, 1U);
  EXPECT_EQ(messages().deltas, 1U);
  EXPECT_EQ(fake_.measurements.latencies.delta.max(), 2ms);
  EXPECT_EQ(fake_.measurements.latencies.convergence.max(), 5ms);
  EXPECT_EQ(fake_.measurements.latencies.round_trip.max(), 3ms);
}

TEST_F(LightDriverTest, HearsThatItsAppsUpdateWasRejected) {
  make_ready();
  fake_.ledger.sent(
      {ChangeId{5}, LightId{3}, fake_.time.now(), fake_.time.now(), {{"/color", "1"}}});
  arrives("update/rejected", R"({"code":413,"message":"","clientToken":"change-5"})");
  EXPECT_EQ(fake_.measurements.changes.rejected, 1U);
  EXPECT_EQ(messages().rejected.at(413), 1U);
}

TEST_F(LightDriverTest, CountsDuplicatesStaleDeltasAndGaps) {
  make_ready();
  arrives("update/delta", R"({"version":2,"state":{"color":"blue"}})");
  arrives("update/delta", R"({"version":2,"state":{"color":"blue"}})");
  arrives("update/delta", R"({"version":1,"state":{"color":"pink"}})");
  arrives("update/accepted", R"({"version":9})");
  EXPECT_EQ(messages().deltas, 3U);
  EXPECT_EQ(messages().duplicates, 1U);
  EXPECT_EQ(messages().stale_deltas, 1U);
  EXPECT_EQ(messages().version_gaps, 1U);
}

TEST_F(LightDriverTest, AReportThatTheBrokerRefusesIsCountedByItsCode) {
  make_ready();
  arrives("update/delta", R"({"version":2,"state":{"color":"blue"}})");
  on(mqtt::PublishCompleted{3, true, mqtt::kNotAuthorized});
  EXPECT_EQ(messages().rejected.at(0x87), 1U);
}

TEST_F(LightDriverTest, GarbageIsCountedAsReceivedAndIgnored) {
  make_ready();
  const auto received = messages().received;
  arrives("update/delta", "{");
  arrives("update/delta", "\xFF\xFE");
  arrives("get/accepted", "[]");
  arrives("update/documents", "{}");
  on(mqtt::MessageArrived{"elsewhere", "", false});
  EXPECT_EQ(messages().received, received + 5);
  EXPECT_EQ(journal().publishes.size(), 2U);
}

TEST_F(LightDriverTest, TheLastCheckTakesTheServicesWord) {
  make_ready();
  EXPECT_EQ(light_.check_result(), LightDriver::Check::kNone);
  light_.check();
  EXPECT_EQ(light_.check_result(), LightDriver::Check::kAsked);
  arrives("get/accepted",
          R"({"version":1,"state":{"reported":{"color":"red"}},"clientToken":"light-3-3"})");
  EXPECT_EQ(light_.check_result(), LightDriver::Check::kInSync);
}

TEST_F(LightDriverTest, ALocalChangeIsReported) {
  make_ready();
  schedule::PlannedChange change;
  change.section = scenario::Section::kReported;
  change.properties = {{"color", R"("green")"}};
  light_.change_locally(change);
  EXPECT_EQ(journal().publishes.back().payload,
            R"({"state":{"reported":{"color":"green"}},"clientToken":"light-3-3"})");
}

// --- several shadows --------------------------------------------------------------------------

scenario::Fleet fleet_of_two_shadows() {
  scenario::Fleet made = fleet();
  made.shadows = {{"", {{"color", R"("red")"}}}, {"cfg", {{"every", "60"}}}};
  return made;
}

class LightOfTwoShadowsTest : public testing::Test {
 protected:
  FakeSession::Journal& journal() { return fake_.sessions.journals.at(0); }

  void on(mqtt::Event event) { light_.on(fake_.delivery(std::move(event))); }
  void arrives(const std::string& answer, const std::string& payload) {
    on(mqtt::MessageArrived{"$aws/things/light-3/shadow/" + answer, payload, false});
  }
  void subscribe() {
    light_.connection().start();
    on(mqtt::Connected{});
    on(mqtt::Subscribed{{1, 1, 1, 1, 1}});
    on(mqtt::Subscribed{{1, 1, 1, 1, 1}});
  }
  void make_classic_ready() {
    arrives("get/rejected", R"({"code":404,"message":"","clientToken":"light-3-1"})");
    arrives("update/accepted", R"({"version":1,"clientToken":"light-3-2"})");
  }
  void make_ready() {
    subscribe();
    make_classic_ready();
    arrives("name/cfg/get/rejected", R"({"code":404,"message":"","clientToken":"light-3.1-1"})");
    arrives("name/cfg/update/accepted", R"({"version":1,"clientToken":"light-3.1-2"})");
  }

  FakeWorkplace fake_;
  scenario::Fleet fleet_ = fleet_of_two_shadows();
  LightDriver light_{fake_.workplace, fake_.ledger, fleet_, LightId{3}, {}, Random{1}};
};

TEST_F(LightOfTwoShadowsTest, SubscribesForEachInAPacketThatTheServiceTakes) {
  light_.connection().start();
  on(mqtt::Connected{});
  ASSERT_EQ(journal().subscribes.size(), 2U);
  EXPECT_EQ(journal().subscribes.at(0).at(4), "$aws/things/light-3/shadow/update/delta");
  EXPECT_EQ(journal().subscribes.at(1).at(4), "$aws/things/light-3/shadow/name/cfg/update/delta");
  for (const auto& filters : journal().subscribes)
    EXPECT_LE(filters.size(), 8U);
}

TEST_F(LightOfTwoShadowsTest, AsksForEachOnceItsOwnSubscribeIsAnswered) {
  light_.connection().start();
  on(mqtt::Connected{});
  on(mqtt::Subscribed{{1, 1, 1, 1, 1}});
  ASSERT_EQ(journal().publishes.size(), 1U);
  EXPECT_EQ(journal().publishes.at(0).topic, "$aws/things/light-3/shadow/get");
  on(mqtt::Subscribed{{1, 1, 1, 1, 1}});
  ASSERT_EQ(journal().publishes.size(), 2U);
  EXPECT_EQ(journal().publishes.at(1).topic, "$aws/things/light-3/shadow/name/cfg/get");
  EXPECT_NE(journal().publishes.at(0).tag, journal().publishes.at(1).tag);
}

TEST_F(LightOfTwoShadowsTest, IsReadyWhenBothAre) {
  subscribe();
  make_classic_ready();
  EXPECT_FALSE(light_.is_ready());
  arrives("name/cfg/get/rejected", R"({"code":404,"message":"","clientToken":"light-3.1-1"})");
  EXPECT_EQ(journal().publishes.back().payload,
            R"({"state":{"reported":{"every":60}},"clientToken":"light-3.1-2"})");
  arrives("name/cfg/update/accepted", R"({"version":1,"clientToken":"light-3.1-2"})");
  EXPECT_TRUE(light_.is_ready());
}

TEST_F(LightOfTwoShadowsTest, OneShadowThatItMayNotHaveIsEnoughToGiveUp) {
  light_.connection().start();
  on(mqtt::Connected{});
  on(mqtt::Subscribed{{1, 1, 1, 1, 1}});
  EXPECT_FALSE(light_.has_given_up());
  on(mqtt::Subscribed{{1, 1, mqtt::kNotAuthorized, 1, 1}});
  EXPECT_TRUE(light_.has_given_up());
}

TEST_F(LightOfTwoShadowsTest, MatchesAnswersAfterAReconnectThatCameBeforeTheyDid) {
  light_.connection().start();
  on(mqtt::Connected{});
  on(mqtt::Subscribed{{1, 1, 1, 1, 1}});
  on(mqtt::ConnectionLost{});
  fake_.time.run_for(600s);  // until the back-off has ended
  ASSERT_EQ(journal().connects, 2);
  on(mqtt::Connected{});
  const std::size_t before = journal().publishes.size();
  on(mqtt::Subscribed{{1, 1, 1, 1, 1}});
  ASSERT_EQ(journal().publishes.size(), before + 1);
  EXPECT_EQ(journal().publishes.back().topic, "$aws/things/light-3/shadow/get");
}

TEST_F(LightOfTwoShadowsTest, AnswersToAShadowItDoesNotHaveAreNobodys) {
  make_ready();
  const std::size_t before = journal().publishes.size();
  arrives("name/other/update/delta", R"({"version":2,"state":{"color":"blue"}})");
  on(mqtt::MessageArrived{"$aws/things/light-4/shadow/update/delta",
                          R"({"version":2,"state":{"color":"blue"}})", false});
  EXPECT_EQ(journal().publishes.size(), before);
}

TEST_F(LightOfTwoShadowsTest, ReportsADeltaIntoTheShadowThatItCameFrom) {
  make_ready();
  arrives("name/cfg/update/delta", R"({"version":2,"state":{"every":10}})");
  EXPECT_EQ(journal().publishes.back().topic, "$aws/things/light-3/shadow/name/cfg/update");
  EXPECT_EQ(journal().publishes.back().payload,
            R"({"state":{"reported":{"every":10}},"clientToken":"light-3.1-3"})");
}

TEST_F(LightOfTwoShadowsTest, ARefusalByTheBrokerReachesTheShadowWhosePublishItWas) {
  make_ready();
  arrives("name/cfg/update/delta", R"({"version":2,"state":{"every":10}})");
  on(mqtt::PublishCompleted{journal().publishes.back().tag, true, mqtt::kNotAuthorized});
  EXPECT_EQ(fake_.measurements.messages.rejected.at(0x87), 1U);
  arrives("name/cfg/update/accepted", R"({"version":3,"clientToken":"light-3.1-3"})");
  EXPECT_EQ(fake_.measurements.latencies.round_trip.count(), 2U) << "those of becoming ready";
}

TEST_F(LightOfTwoShadowsTest, IsInSyncOnlyWhenAllAnswersSaySo) {
  make_ready();
  light_.check();
  arrives("get/accepted",
          R"({"version":1,"state":{"reported":{"color":"red"}},"clientToken":"light-3-3"})");
  EXPECT_EQ(light_.check_result(), LightDriver::Check::kAsked);
  arrives("name/cfg/get/accepted",
          R"({"version":1,"state":{"desired":{"every":1},"reported":{"every":60},)"
          R"("delta":{"every":1}},"clientToken":"light-3.1-3"})");
  EXPECT_EQ(light_.check_result(), LightDriver::Check::kWorking) << "it takes the difference";
}

TEST_F(LightOfTwoShadowsTest, ALocalChangeIsReportedIntoItsShadow) {
  make_ready();
  schedule::PlannedChange change;
  change.shadow = ShadowId{1};
  change.section = scenario::Section::kReported;
  change.properties = {{"every", "5"}};
  light_.change_locally(change);
  EXPECT_EQ(journal().publishes.back().topic, "$aws/things/light-3/shadow/name/cfg/update");
}

}  // namespace
}  // namespace shadowsim::fleet
