#include "sim/connection/connection_machine.h"

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
  std::string step(const Event& event) {
    actions_.clear();
    machine_.step(event, kNow, actions_);
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

  ConnectionMachine machine_{Backoff{{1s, 128s}, Random{1}}};
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
