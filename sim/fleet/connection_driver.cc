#include "sim/fleet/connection_driver.h"

#include <algorithm>
#include <utility>

namespace shadowsim::fleet {
namespace {

using connection::ConnectionMachine;
using measure::RefusalKind;

// Where there was no CONNACK, it may be the network, or MQTT 3.1.1's way to say "later".
bool is_worth_retrying(const mqtt::ConnectFailed& failure) {
  return failure.stage != mqtt::ConnectStage::kConnack || mqtt::is_worth_retrying(failure.code);
}

}  // namespace

ConnectionDriver::ConnectionDriver(Workplace& workplace, const mqtt::SessionOptions& options,
                                   Random random, Listener listener)
    : workplace_{workplace},
      id_{options.id},
      version_{options.version},
      listener_{std::move(listener)},
      machine_{workplace.manners, random},
      session_{workplace.sessions.make(options, workplace.mailbox)} {}

ConnectionDriver::~ConnectionDriver() {
  workplace_.scheduler.cancel(retry_);
}

void ConnectionDriver::start() {
  step(connection::StartRequested{}, workplace_.scheduler.now());
}

void ConnectionDriver::stop() {
  step(connection::StopRequested{}, workplace_.scheduler.now());
}

void ConnectionDriver::on(const mqtt::Delivery& delivery) {
  auto& measurements = workplace_.measurements;
  if (std::holds_alternative<mqtt::Connected>(delivery.event)) {
    ++measurements.connections.established;
    measurements.latencies.connect.record(delivery.at -
                                          machine_.connect_began().value_or(delivery.at));
    step(connection::ConnectSucceeded{}, delivery.at);
  } else if (const auto* failure = std::get_if<mqtt::ConnectFailed>(&delivery.event)) {
    note_failure(*failure);
    step(connection::ConnectDidFail{is_worth_retrying(*failure)}, delivery.at);
  } else if (const auto* loss = std::get_if<mqtt::ConnectionLost>(&delivery.event)) {
    if (machine_.is_up()) note_loss(*loss);
    step(connection::ConnectionEnded{}, delivery.at);
  } else if (std::holds_alternative<mqtt::Disconnected>(delivery.event)) {
    step(connection::DisconnectDone{}, delivery.at);
  }
}

void ConnectionDriver::note_failure(const mqtt::ConnectFailed& failure) {
  ++workplace_.measurements.connections.refused;
  auto& seen = workplace_.measurements.refusals_seen;
  switch (failure.stage) {
    case mqtt::ConnectStage::kConnack:
      seen.note_mqtt(RefusalKind::kConnect, failure.code);
      break;
    case mqtt::ConnectStage::kTransport:
      seen.note(RefusalKind::kConnect, "close");
      break;
    case mqtt::ConnectStage::kTimeout:
      seen.note(RefusalKind::kConnect, "timeout");
      break;
  }
  last_failure_ = mqtt::to_text(failure);
}

void ConnectionDriver::note_loss(const mqtt::ConnectionLost& loss) {
  ++workplace_.measurements.connections.lost;
  auto& seen = workplace_.measurements.refusals_seen;
  if (loss.code)
    seen.note_mqtt(RefusalKind::kDisconnect, *loss.code);
  else
    seen.note(RefusalKind::kDisconnect, "close");
  perhaps_refused_ = loss.code ? !mqtt::is_worth_retrying(*loss.code)
                               : version_ == mqtt::ProtocolVersion::kMqtt311;
}

bool ConnectionDriver::is_connecting() const {
  return machine_.state() == ConnectionMachine::State::kConnecting;
}

bool ConnectionDriver::has_given_up() const {
  return machine_.state() == ConnectionMachine::State::kGivenUp;
}

void ConnectionDriver::step(const connection::Event& event, TimePoint at) {
  const auto before = machine_.state();
  std::vector<connection::Action> actions;
  machine_.step(event, at, actions);
  for (const auto& action : actions)
    carry_out(action, at);
  if (machine_.state() != before && workplace_.connection_changed)
    workplace_.connection_changed(id_);
}

void ConnectionDriver::carry_out(const connection::Action& action, TimePoint at) {
  auto& measurements = workplace_.measurements;
  if (std::holds_alternative<connection::Connect>(action)) {
    ++measurements.connections.attempted;
    for (measure::Presence* const presence :
         {&measurements.presence, &measurements.subscribed, &measurements.online})
      presence->connecting(at);
    session_->connect();
  } else if (std::holds_alternative<connection::Disconnect>(action)) {
    session_->disconnect();
  } else if (const auto* retry = std::get_if<connection::ArmRetry>(&action)) {
    retry_ = workplace_.scheduler.at(std::max(retry->when, workplace_.scheduler.now()), [this] {
      retry_ = {};
      step(connection::RetryDue{}, workplace_.scheduler.now());
    });
  } else if (std::holds_alternative<connection::DisarmRetry>(action)) {
    workplace_.scheduler.cancel(std::exchange(retry_, {}));
  } else if (const auto* up = std::get_if<connection::BecameUp>(&action)) {
    if (up->again) ++measurements.connections.reconnected;
    ++measurements.connected;
    measurements.presence.up(at);
    measurements.connections.peak = std::max(measurements.connections.peak, measurements.connected);
    listener_.up(at);
  } else if (std::holds_alternative<connection::BecameDown>(action)) {
    --measurements.connected;
    measurements.presence.down(at);
    listener_.down(at, std::exchange(perhaps_refused_, false));
  }
}

}  // namespace shadowsim::fleet
