#include "sim/fleet/app_driver.h"

#include <gtest/gtest.h>

#include "tests/fleet/fake_sessions.h"

namespace shadowsim::fleet {
namespace {

using namespace std::chrono_literals;

class AppDriverTest : public testing::Test {
 protected:
  void connect() {
    app_.connection().start();
    app_.on(fake_.delivery(mqtt::Connected{}));
  }

  schedule::PlannedChange change(std::uint32_t id) const {
    schedule::PlannedChange planned;
    planned.id = ChangeId{id};
    planned.light = LightId{3};
    planned.properties = {{"color", R"("red")"}};
    return planned;
  }

  const measure::ChangeTally& changes() const { return fake_.measurements.changes; }

  FakeWorkplace fake_;
  AppDriver app_{fake_.workplace, fake_.ledger, {}, Random{1}};
};

TEST_F(AppDriverTest, WithoutAConnectionAChangeIsUnsent) {
  app_.send(change(1), {"light-0003", {}}, fake_.time.now());
  EXPECT_EQ(changes(), (measure::ChangeTally{.scheduled = 1, .unsent = 1}));
  EXPECT_TRUE(fake_.sessions.journals.at(0).publishes.empty());
}

TEST_F(AppDriverTest, PublishesTheUpdateOnItsLightsTopic) {
  connect();
  app_.send(change(1), {"light-0003", {}}, fake_.time.now());
  const auto& published = fake_.sessions.journals.at(0).publishes.at(0);
  EXPECT_EQ(published.topic, "$aws/things/light-0003/shadow/update");
  EXPECT_EQ(published.qos, mqtt::Qos::kAtLeastOnce);
  EXPECT_EQ(fake_.ledger.open(), 1U);
  EXPECT_EQ(fake_.measurements.messages.published, 1U);
}

TEST_F(AppDriverTest, PublishesWithTheQosOfItsWorkplace) {
  fake_.workplace.qos = mqtt::Qos::kAtMostOnce;
  connect();
  app_.send(change(1), {"light-0003", {}}, fake_.time.now());
  EXPECT_EQ(fake_.sessions.journals.at(0).publishes.at(0).qos, mqtt::Qos::kAtMostOnce);
}

TEST_F(AppDriverTest, PublishesToTheShadowThatTheChangeIsOf) {
  connect();
  schedule::PlannedChange of_settings = change(1);
  of_settings.shadow = ShadowId{1};
  app_.send(of_settings, {"light-0003", "cfg"}, fake_.time.now());
  app_.send(change(2), {"light-0003", {}}, fake_.time.now());
  EXPECT_EQ(fake_.sessions.journals.at(0).publishes.at(0).topic,
            "$aws/things/light-0003/shadow/name/cfg/update");
  EXPECT_EQ(fake_.ledger.open(), 2U) << "of different shadows, so neither takes the other over";
}

TEST_F(AppDriverTest, ALateSendCountsFromThePlannedMoment) {
  connect();
  const TimePoint planned = fake_.time.now();
  fake_.time.run_for(30ms);
  app_.send(change(1), {"light-0003", {}}, planned);
  fake_.time.run_for(5ms);
  const std::vector<measure::Leaf> red{{"/color", R"("red")"}};
  fake_.ledger.desired_accepted(ChangeId{1}, fake_.time.now());
  fake_.ledger.report_sent(LightId{3}, {1, fake_.time.now(), red});
  fake_.ledger.report_accepted(LightId{3}, 1, 1, fake_.time.now());
  EXPECT_EQ(fake_.measurements.latencies.convergence.max(), 35ms);
  EXPECT_EQ(fake_.measurements.latencies.convergence_service.max(), 5ms);
}

TEST_F(AppDriverTest, ARefusalByTheBrokerIsTheChangesOutcome) {
  connect();
  app_.send(change(1), {"light-0003", {}}, fake_.time.now());
  app_.on(fake_.delivery(mqtt::PublishCompleted{1, true, mqtt::kQuotaExceeded}));
  EXPECT_EQ(changes(), (measure::ChangeTally{.scheduled = 1, .rejected = 1}));
  EXPECT_EQ(fake_.measurements.messages.rejected.at(0x97), 1U);
  EXPECT_EQ(fake_.measurements.refusals_seen.value("publish.0x97"), 1.0);
}

TEST_F(AppDriverTest, HoldsNothingBackWhateverTheRate) {
  connect();
  for (std::uint32_t number = 0; number < 1'000; ++number)
    app_.send(change(number), {"light-0003", {}}, fake_.time.now());
  EXPECT_EQ(fake_.measurements.messages.published, 1'000U);
  EXPECT_EQ(fake_.sessions.journals.at(0).publishes.size(), 1'000U);
}

TEST_F(AppDriverTest, AnUpdateWhoseAnswerWasLostWithTheConnectionStaysOpen) {
  connect();
  app_.send(change(1), {"light-0003", {}}, fake_.time.now());
  app_.on(fake_.delivery(mqtt::PublishCompleted{1, true, mqtt::kUnspecifiedError}));
  EXPECT_EQ(fake_.ledger.open(), 1U);
  EXPECT_TRUE(fake_.measurements.messages.rejected.empty());
}

TEST_F(AppDriverTest, WhatWasNeverHandedOverIsUnsentAfterAll) {
  connect();
  app_.send(change(1), {"light-0003", {}}, fake_.time.now());
  app_.on(fake_.delivery(mqtt::PublishCompleted{1, false, mqtt::kUnspecifiedError}));
  EXPECT_EQ(changes(), (measure::ChangeTally{.scheduled = 1, .unsent = 1}));
  EXPECT_EQ(fake_.measurements.messages.published, 0U);
}

TEST_F(AppDriverTest, ASuccessfulPubackSaysNothingYet) {
  connect();
  app_.send(change(1), {"light-0003", {}}, fake_.time.now());
  app_.on(fake_.delivery(mqtt::PublishCompleted{1, true, 0x10}));
  EXPECT_EQ(fake_.ledger.open(), 1U);
}

}  // namespace
}  // namespace shadowsim::fleet
