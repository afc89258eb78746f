#include "sim/world/virtual_broker.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/time/virtual_time.h"

namespace shadowsim::world {
namespace {

using namespace std::chrono_literals;

constexpr const char* kUpdate = "$aws/things/lamp/shadow/update";

// Notes what arrives, with the moment it does.
struct Journal final : mqtt::Mailbox {
  void deliver(mqtt::Delivery delivery) noexcept override {
    arrived.push_back(std::move(delivery));
  }

  template <class Event>
  int count() const {
    int counted = 0;
    for (const auto& delivery : arrived)
      counted += std::holds_alternative<Event>(delivery.event);
    return counted;
  }

  std::vector<mqtt::Delivery> arrived;
};

class VirtualBrokerTest : public testing::Test {
 protected:
  explicit VirtualBrokerTest(const NetworkModel& network = {})
      : broker_{time_, network, Random{1}} {}

  std::unique_ptr<mqtt::Session> session(const std::string& client_id, Journal& journal) {
    auto made = broker_.make({.id = {}, .client_id = client_id}, journal);
    made->connect();
    time_.run_for(1s);
    return made;
  }

  VirtualTime time_;
  VirtualBroker broker_;
  Journal journal_;
};

TEST_F(VirtualBrokerTest, RefusesWhatItsLimitsDoNotAdmit) {
  const auto lamp = session("lamp", journal_);
  broker_.limit({.admits_connect = [](TimePoint) { return false; },
                 .admits_filter = [granted = 0](TimePoint) mutable { return ++granted <= 1; },
                 .admits_request = [](const std::string&, TimePoint) { return false; }});
  lamp->subscribe({std::string{kUpdate} + "/rejected", std::string{kUpdate} + "/delta"});
  lamp->publish({.tag = 1, .topic = kUpdate, .payload = R"({"state":{},"clientToken":"t"})"});
  time_.run_for(1s);
  Journal refused;
  const auto other = session("other", refused);
  ASSERT_EQ(refused.count<mqtt::ConnectFailed>(), 1);
  EXPECT_EQ(std::get<mqtt::ConnectFailed>(refused.arrived[0].event).code, mqtt::kQuotaExceeded);
  for (const auto& delivery : journal_.arrived) {
    if (const auto* const subscribed = std::get_if<mqtt::Subscribed>(&delivery.event)) {
      EXPECT_EQ(subscribed->codes, (std::vector<mqtt::ReasonCode>{1, mqtt::kQuotaExceeded}));
    }
    if (const auto* const message = std::get_if<mqtt::MessageArrived>(&delivery.event)) {
      EXPECT_EQ(message->topic, std::string{kUpdate} + "/rejected");
      EXPECT_NE(message->payload.find(R"("code":429)"), std::string::npos) << message->payload;
      EXPECT_NE(message->payload.find(R"("clientToken":"t")"), std::string::npos);
    }
  }
  EXPECT_EQ(journal_.count<mqtt::MessageArrived>(), 1);
  EXPECT_EQ(broker_.shadow_service().store().shadows(), 0U);
}

TEST_F(VirtualBrokerTest, AnswersOverTheServiceToWhoHasSubscribed) {
  const auto lamp = session("lamp", journal_);
  lamp->subscribe({std::string{kUpdate} + "/accepted"});
  lamp->publish({.tag = 1, .topic = kUpdate, .payload = R"({"state":{"reported":{"on":true}}})"});
  time_.run_for(1s);
  EXPECT_EQ(journal_.count<mqtt::Subscribed>(), 1);
  EXPECT_EQ(journal_.count<mqtt::PublishCompleted>(), 1);
  ASSERT_EQ(journal_.count<mqtt::MessageArrived>(), 1);
  EXPECT_EQ(broker_.shadow_service().store().shadows(), 1U);
}

TEST_F(VirtualBrokerTest, PacketsTakeTheirTimeBothWays) {
  const auto lamp = session("lamp", journal_);
  const TimePoint sent = time_.now();
  lamp->publish({.tag = 1, .topic = "elsewhere", .payload = ""});
  time_.run_for(1s);
  EXPECT_EQ(journal_.arrived.back().at - sent, 200us);
}

TEST_F(VirtualBrokerTest, TheSameClientIdTakesTheOlderSessionOver) {
  Journal older_journal;
  const auto older = session("lamp", older_journal);
  const auto newer = session("lamp", journal_);
  EXPECT_EQ(older_journal.count<mqtt::ConnectionLost>(), 1);
  EXPECT_EQ(journal_.count<mqtt::Connected>(), 1);
}

TEST_F(VirtualBrokerTest, WhatIsOnItsWayWhenTheBrokerDiesIsLost) {
  const auto lamp = session("lamp", journal_);
  lamp->publish({.tag = 1, .topic = kUpdate, .payload = R"({"state":{}})"});
  broker_.drop_all();
  time_.run_for(1s);
  EXPECT_EQ(journal_.count<mqtt::ConnectionLost>(), 1);
  EXPECT_EQ(journal_.count<mqtt::PublishCompleted>(), 1) << "nobody knows whether it came";
  EXPECT_EQ(broker_.shadow_service().store().shadows(), 0U);
}

TEST_F(VirtualBrokerTest, DropsThoseThatItIsToldTo) {
  Journal other_journal;
  const auto lamp = session("lamp", journal_);
  const auto other = session("other", other_journal);
  broker_.drop([](std::size_t place) { return place == 1; });
  time_.run_for(1s);
  EXPECT_EQ(journal_.count<mqtt::ConnectionLost>(), 0);
  EXPECT_EQ(other_journal.count<mqtt::ConnectionLost>(), 1);
}

TEST_F(VirtualBrokerTest, ASessionThatIsGoneGetsNothing) {
  {
    const auto lamp = session("lamp", journal_);
    lamp->publish({.tag = 1, .topic = "elsewhere", .payload = ""});
  }
  const auto before = journal_.arrived.size();
  time_.run_for(1s);
  EXPECT_EQ(journal_.arrived.size(), before);
}

class DoublingBrokerTest : public VirtualBrokerTest {
 protected:
  DoublingBrokerTest()
      : VirtualBrokerTest{NetworkModel{.up = {}, .down = {}, .duplicate_share = 1}} {}
};

TEST_F(DoublingBrokerTest, MessagesMayArriveTwiceAndSaySo) {
  const auto lamp = session("lamp", journal_);
  lamp->subscribe({std::string{kUpdate} + "/accepted"});
  lamp->publish({.tag = 1, .topic = kUpdate, .payload = R"({"state":{}})"});
  time_.run_for(1s);
  ASSERT_EQ(journal_.count<mqtt::MessageArrived>(), 2);
  EXPECT_TRUE(std::get<mqtt::MessageArrived>(journal_.arrived.back().event).duplicate);
}

}  // namespace
}  // namespace shadowsim::world
