#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "sim/base/random.h"
#include "sim/connection/backoff.h"
#include "sim/connection/manners.h"
#include "sim/time/clock.h"

namespace shadowsim::connection {

// --- events: what happened to the connection --------------------------------------------------

struct StartRequested {};  // connect now
struct StopRequested {};   // disconnect, and stay so
struct ConnectSucceeded {};
struct ConnectDidFail {
  bool worth_retrying = true;  // false: a refusal that the same credentials will meet again
};
struct ConnectionEnded {};  // without our asking
struct DisconnectDone {};
struct RetryDue {};  // the timer of ArmRetry has run out

using Event = std::variant<StartRequested, StopRequested, ConnectSucceeded, ConnectDidFail,
                           ConnectionEnded, DisconnectDone, RetryDue>;

// --- actions: what the driver has to do -------------------------------------------------------

struct Connect {};     // Session::connect()
struct Disconnect {};  // Session::disconnect()
struct ArmRetry {
  TimePoint when;  // come back with RetryDue then
};
struct DisarmRetry {};
struct BecameUp {
  bool again = false;  // the session had been up before
};
struct BecameDown {};  // a connection that was up is no more
struct GaveUp {};      // will not be tried again

using Action =
    std::variant<Connect, Disconnect, ArmRetry, DisarmRetry, BecameUp, BecameDown, GaveUp>;

// Keeps one MQTT connection up: connects, and after a failure or a loss tries again after a
// back-off with jitter, and not too soon after the connect before. The back-off grows until a
// connection has stood for a while; a CONNACK is not yet a success. Used by lights and apps alike;
// what is said over the connection is none of its business.
//
//   idle --start--> connecting --succeeded--> up --ended--> waiting --retry due--> connecting
//                       `--failed--> waiting (or given up)      up --stop--> stopping --done-->
//                       idle
//
// Time:    `now` is passed in; never reads a clock.
// Errors:  none; an event that does not fit the state (a late answer) changes nothing.
class ConnectionMachine {
 public:
  enum class State : std::uint8_t { kIdle, kConnecting, kUp, kWaiting, kStopping, kGivenUp };

  // `random` is its own.
  ConnectionMachine(const Manners& manners, Random random)
      : connects_apart_{manners.connects_apart},
        stable_after_{manners.stable_after},
        backoff_{manners.connect_backoff, random} {}

  // Takes one event and appends what is to be done, in order.
  void step(const Event& event, TimePoint now, std::vector<Action>& actions);

  State state() const { return state_; }
  bool is_up() const { return state_ == State::kUp; }

  // When the connect that is under way, or the last one, was begun.
  std::optional<TimePoint> connect_began() const { return connect_began_; }

 private:
  void begin_connect(TimePoint now, std::vector<Action>& actions);
  void wait_to_retry(TimePoint now, std::vector<Action>& actions);
  void on_failure(const ConnectDidFail& failure, TimePoint now, std::vector<Action>& actions);
  void on_success(TimePoint now, std::vector<Action>& actions);
  void on_stop(std::vector<Action>& actions);

  Duration connects_apart_;
  Duration stable_after_;
  Backoff backoff_;
  State state_ = State::kIdle;
  bool was_up_ = false;
  TimePoint up_since_;  // while it is up
  std::optional<TimePoint> connect_began_;
};

}  // namespace shadowsim::connection
