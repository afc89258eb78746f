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
