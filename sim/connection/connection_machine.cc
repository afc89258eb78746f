#include "sim/connection/connection_machine.h"

#include <algorithm>

namespace shadowsim::connection {

void ConnectionMachine::step(const Event& event, TimePoint now, std::vector<Action>& actions) {
  if (std::holds_alternative<StartRequested>(event)) {
    if (state_ == State::kIdle) begin_connect(now, actions);
  } else if (std::holds_alternative<StopRequested>(event)) {
    on_stop(actions);
  } else if (std::holds_alternative<ConnectSucceeded>(event)) {
    on_success(now, actions);
  } else if (const auto* failure = std::get_if<ConnectDidFail>(&event)) {
    on_failure(*failure, now, actions);
  } else if (std::holds_alternative<ConnectionEnded>(event)) {
    if (state_ == State::kUp) {
      if (now - up_since_ >= stable_after_) backoff_.reset();
      actions.emplace_back(BecameDown{});
      wait_to_retry(now, actions);
    } else if (state_ == State::kStopping) {
      state_ = State::kIdle;
    }
  } else if (std::holds_alternative<DisconnectDone>(event)) {
    if (state_ == State::kStopping) state_ = State::kIdle;
  } else if (std::holds_alternative<RetryDue>(event)) {
    if (state_ == State::kWaiting) begin_connect(now, actions);
  }
}

void ConnectionMachine::begin_connect(TimePoint now, std::vector<Action>& actions) {
  state_ = State::kConnecting;
  connect_began_ = now;
  actions.emplace_back(Connect{});
}

void ConnectionMachine::wait_to_retry(TimePoint now, std::vector<Action>& actions) {
  state_ = State::kWaiting;
  // The back-off comes on top: who was refused together does not come back together.
  const TimePoint earliest = std::max(now, *connect_began_ + connects_apart_);
  actions.emplace_back(ArmRetry{earliest + backoff_.next()});
}

void ConnectionMachine::on_success(TimePoint now, std::vector<Action>& actions) {
  if (state_ == State::kConnecting) {
    state_ = State::kUp;
    up_since_ = now;
    actions.emplace_back(BecameUp{was_up_});
    was_up_ = true;
  } else if (state_ == State::kStopping) {
    actions.emplace_back(Disconnect{});  // a stop came while it was connecting
  }
}

void ConnectionMachine::on_failure(const ConnectDidFail& failure, TimePoint now,
                                   std::vector<Action>& actions) {
  if (state_ == State::kStopping) {
    state_ = State::kIdle;
  } else if (state_ == State::kConnecting && failure.worth_retrying) {
    wait_to_retry(now, actions);
  } else if (state_ == State::kConnecting) {
    state_ = State::kGivenUp;
    actions.emplace_back(GaveUp{});
  }
}

void ConnectionMachine::on_stop(std::vector<Action>& actions) {
  switch (state_) {
    case State::kUp:
      state_ = State::kStopping;
      actions.emplace_back(BecameDown{});
      actions.emplace_back(Disconnect{});
      break;
    case State::kConnecting:
      state_ = State::kStopping;
      break;
    case State::kWaiting:
      state_ = State::kIdle;
      actions.emplace_back(DisarmRetry{});
      break;
    case State::kIdle:
    case State::kStopping:
    case State::kGivenUp:
      break;
  }
}

}  // namespace shadowsim::connection
