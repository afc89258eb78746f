#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/connection/connection_machine.h"
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
};

// Carries out what a ConnectionMachine decides, on one MQTT session, and counts it.
// Threads:  called on its worker only.
// Owns:     the session. Borrows the workplace.
class ConnectionDriver {
 public:
  // What its owner is told. Called from within on() or start(), after the state has changed.
  struct Listener {
    std::function<void(TimePoint at)> up;
    std::function<void(TimePoint at)> down;
  };

  ConnectionDriver(Workplace& workplace, const mqtt::SessionOptions& options,
                   connection::Backoff backoff, Listener listener);
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

  Workplace& workplace_;
  SessionId id_;
  Listener listener_;
  connection::ConnectionMachine machine_;
  std::unique_ptr<mqtt::Session> session_;
  TimerId retry_;
  std::string last_failure_;
};

}  // namespace shadowsim::fleet
