#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/base/random.h"
#include "sim/connection/connection_machine.h"
#include "sim/connection/manners.h"
#include "sim/measure/measurements.h"
#include "sim/mqtt/session.h"
#include "sim/time/scheduler.h"

namespace shadowsim::fleet {

// What all drivers of a worker share. What is borrowed outlives every driver.
struct Workplace {
  Scheduler& scheduler;
  mqtt::SessionFactory& sessions;
  mqtt::Mailbox& mailbox;
  measure::Measurements& measurements;
  mqtt::Qos qos = mqtt::Qos::kAtLeastOnce;  // of what they publish

  // Called when a session's connection has gone on to another state, at the end of that. Must not
  // call back into its driver. Empty: nobody wants to know.
  std::function<void(SessionId)> connection_changed = {};

  connection::Manners manners = {};  // of all sessions
};

// Carries out what a ConnectionMachine decides, on one MQTT session, and counts it.
// Threads:  called on its worker only.
// Owns:     the session. Borrows the workplace.
class ConnectionDriver {
 public:
  // What its owner is told. Called from within on() or start(), after the state has changed.
  struct Listener {
    std::function<void(TimePoint at)> up;

    // `perhaps_refused`: the server may have ended it for what was said over it. It has said so, or,
    // with MQTT 3.1.1, has no other way to say it.
    std::function<void(TimePoint at, bool perhaps_refused)> down;
  };

  // `random` is its own.
  ConnectionDriver(Workplace& workplace, const mqtt::SessionOptions& options, Random random,
                   Listener listener);
  ConnectionDriver(const ConnectionDriver&) = delete;
  ConnectionDriver& operator=(const ConnectionDriver&) = delete;
  ~ConnectionDriver();

  void start();
  void stop();

  // Takes what concerns the connection: Connected, ConnectFailed, ConnectionLost, Disconnected.
  // Others are none of its business.
  void on(const mqtt::Delivery& delivery);

  bool is_up() const { return machine_.is_up(); }
  bool is_connecting() const;
  bool is_idle() const { return machine_.state() == connection::ConnectionMachine::State::kIdle; }
  bool has_given_up() const;

  // Why the last connect failed, for people; empty while none has.
  const std::string& last_failure() const { return last_failure_; }

  mqtt::Session& session() { return *session_; }

 private:
  void step(const connection::Event& event, TimePoint at);
  void carry_out(const connection::Action& action, TimePoint at);
  void note_failure(const mqtt::ConnectFailed& failure);
  void note_loss(const mqtt::ConnectionLost& loss);

  Workplace& workplace_;
  SessionId id_;
  mqtt::ProtocolVersion version_;
  Listener listener_;
  connection::ConnectionMachine machine_;
  std::unique_ptr<mqtt::Session> session_;
  TimerId retry_;
  std::string last_failure_;
  bool perhaps_refused_ = false;  // the connection that has ended
};

}  // namespace shadowsim::fleet
