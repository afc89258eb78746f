#include "sim/connection/connection_machine.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace shadowsim::connection {
namespace {

using namespace std::chrono_literals;
using State = ConnectionMachine::State;

constexpr TimePoint kNow{1h};

// The actions of one step by name, so that a table row can be read.
class ConnectionMachineTest : public testing::Test {
 protected:
  std::string step(const Event& event, Duration at = {}) {
    actions_.clear();
    machine_.step(event, kNow + at, actions_);
    std::string names;
    for (const auto& action : actions_) {
      if (!names.empty()) names += ' ';
      names += std::visit(Name{}, action);
    }
    return names;
  }

  struct Name {
    std::string operator()(Connect) const { return "connect"; }
    std::string operator()(Disconnect) const { return "disconnect"; }
    std::string operator()(ArmRetry) const { return "arm-retry"; }
    std::string operator()(DisarmRetry) const { return "disarm-retry"; }
    std::string operator()(BecameUp up) const { return up.again ? "up-again" : "up"; }
    std::string operator()(BecameDown) const { return "down"; }
    std::string operator()(GaveUp) const { return "gave-up"; }
  };

  // How long after kNow the retry is due that the last step has armed.
  Duration retry() const { return std::get<ArmRetry>(actions_.back()).when - kNow; }

  static Manners without_distance() {
    Manners manners;
    manners.connects_apart = {};
    return manners;
  }

  ConnectionMachine machine_{without_distance(), Random{1}};
  std::vector<Action> actions_;
};

TEST_F(ConnectionMachineTest, AFailedConnectIsTriedAgainAfterABackoff) {
  step(StartRequested{});
  EXPECT_EQ(step(ConnectDidFail{}), "arm-retry");
  const TimePoint when = std::get<ArmRetry>(actions_.at(0)).when;
  EXPECT_GE(when, kNow);
  EXPECT_LE(when, kNow + 1s);
  EXPECT_EQ(step(RetryDue{}), "connect");
}

TEST_F(ConnectionMachineTest, KeepsItsConnectsApartAndTheBackoffComesOnTop) {
  Duration shortest = 1h;
  Duration longest{};
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    machine_ = {Manners{}, Random{seed}};
    step(StartRequested{});
    step(ConnectDidFail{}, 3s);
    shortest = std::min(shortest, retry());
    longest = std::max(longest, retry());
  }
  EXPECT_GE(shortest, 10s);
  EXPECT_NEAR(static_cast<double>((longest - shortest).count()), 1e9, 0.1e9)
      << "who was refused together does not come back together";
}

TEST_F(ConnectionMachineTest, AConnectionThatStoodForLongMayComeBackSoon) {
  machine_ = {Manners{}, Random{1}};
  step(StartRequested{});
  step(ConnectSucceeded{}, 1s);
  step(ConnectionEnded{}, 60s);
  EXPECT_GE(retry(), 60s);
  EXPECT_LE(retry(), 61s);
}

// The longest wait of many fleets' lights whose connections end again and again after so long.
Duration longest_wait_after(Duration standing, int ends) {
  Duration longest{};
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Manners manners;
    manners.connects_apart = {};
    ConnectionMachine machine{manners, Random{seed}};
    std::vector<Action> actions;
    TimePoint now = kNow;
    machine.step(StartRequested{}, now, actions);
    for (int end = 0; end < ends; ++end) {
      actions.clear();
      machine.step(ConnectSucceeded{}, now, actions);
      now += standing;
      machine.step(ConnectionEnded{}, now, actions);
      const TimePoint when = std::get<ArmRetry>(actions.back()).when;
      longest = std::max(longest, when - now);
      machine.step(RetryDue{}, now = when, actions);
    }
  }
  return longest;
}

TEST_F(ConnectionMachineTest, AConnackIsNotYetASuccessButAConnectionThatStandsIs) {
  EXPECT_LE(longest_wait_after(20s, 5), 1s);
  EXPECT_NEAR(static_cast<double>(longest_wait_after(19s, 5).count()), 16e9, 1e9);
}

TEST_F(ConnectionMachineTest, ACarelessOneIsBackAtOnceForEver) {
  machine_ = {Manners::careless(), Random{1}};
  step(StartRequested{});
  for (int attempt = 0; attempt < 100; ++attempt) {
    step(ConnectDidFail{});
    ASSERT_LE(retry(), 100ms);
    step(RetryDue{});
  }
}

TEST_F(ConnectionMachineTest, ARefusalThatWillRepeatIsNotTriedAgain) {
  step(StartRequested{});
  EXPECT_EQ(step(ConnectDidFail{.worth_retrying = false}), "gave-up");
  EXPECT_EQ(step(RetryDue{}), "");
  EXPECT_EQ(machine_.state(), State::kGivenUp);
}

TEST_F(ConnectionMachineTest, ALostConnectionComesBackAndSaysSo) {
  EXPECT_EQ(step(StartRequested{}), "connect");
  EXPECT_EQ(step(ConnectSucceeded{}), "up");
  EXPECT_EQ(step(ConnectionEnded{}), "down arm-retry");
  EXPECT_EQ(step(RetryDue{}), "connect");
  EXPECT_EQ(step(ConnectSucceeded{}), "up-again");
}

TEST_F(ConnectionMachineTest, AStopWhileUpDisconnects) {
  step(StartRequested{});
  step(ConnectSucceeded{});
  EXPECT_EQ(step(StopRequested{}), "down disconnect");
  EXPECT_EQ(step(DisconnectDone{}), "");
  EXPECT_EQ(machine_.state(), State::kIdle);
}

TEST_F(ConnectionMachineTest, AStopWhileConnectingDisconnectsOnceItIsUp) {
  step(StartRequested{});
  EXPECT_EQ(step(StopRequested{}), "");
  EXPECT_EQ(step(ConnectSucceeded{}), "disconnect");
  step(DisconnectDone{});
  EXPECT_EQ(machine_.state(), State::kIdle);
}

TEST_F(ConnectionMachineTest, AStopWhileWaitingForgetsTheRetry) {
  step(StartRequested{});
  step(ConnectDidFail{});
  EXPECT_EQ(step(StopRequested{}), "disarm-retry");
  EXPECT_EQ(step(RetryDue{}), "");
  EXPECT_EQ(machine_.state(), State::kIdle);
}

TEST_F(ConnectionMachineTest, ALossDuringAStopEndsTheStop) {
  step(StartRequested{});
  step(ConnectSucceeded{});
  step(StopRequested{});
  EXPECT_EQ(step(ConnectionEnded{}), "");
  EXPECT_EQ(machine_.state(), State::kIdle);
}

TEST_F(ConnectionMachineTest, AnswersThatFitNoQuestionChangeNothing) {
  for (const Event& event :
       {Event{ConnectSucceeded{}}, Event{ConnectDidFail{}}, Event{ConnectionEnded{}},
        Event{DisconnectDone{}}, Event{RetryDue{}}, Event{StopRequested{}}}) {
    EXPECT_EQ(step(event), "");
    EXPECT_EQ(machine_.state(), State::kIdle);
  }
}

TEST_F(ConnectionMachineTest, KnowsWhenTheConnectBegan) {
  EXPECT_EQ(machine_.connect_began(), std::nullopt);
  step(StartRequested{});
  EXPECT_EQ(machine_.connect_began(), kNow);
}

}  // namespace
}  // namespace shadowsim::connection
