#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/conformance/case_driver.h"
#include "sim/mqtt/mailbox.h"
#include "sim/mqtt/session.h"
#include "sim/time/scheduler.h"

namespace shadowsim::conformance {

// A case with the thing name, never used before, that it runs on.
struct CaseOnThing {
  const Case* conversation = nullptr;  // borrowed
  std::string thing;
};

// Plays several cases at a time on one MQTT session: connects, subscribes to all that the cases
// listen to, plays them, and disconnects.
// Threads: its worker only.
// Owns:    the session. Borrows what it is made with.
class CaseSession {
 public:
  enum class End {
    kDone,            // every case is judged
    kNotConnected,    // the connect failed
    kConnectionLost,  // cases that were cut off may be played again, on other things
  };

  // `on_end` is called once, not from within start(); the session is not destroyed from within it.
  CaseSession(const std::vector<CaseOnThing>& cases, const mqtt::SessionOptions& options,
              const Timing& timing, Scheduler& scheduler, mqtt::SessionFactory& sessions,
              mqtt::Mailbox& mailbox, std::function<void(End)> on_end);
  CaseSession(const CaseSession&) = delete;
  CaseSession& operator=(const CaseSession&) = delete;
  ~CaseSession();

  void start() { session_->connect(); }

  // Takes a delivery of this session.
  void on(const mqtt::Delivery& delivery);

  // Why the connect failed or the connection was lost, for people.
  const std::string& failure() const { return failure_; }

  // In the order of the cases given.
  const CaseDriver& driver(std::size_t index) const { return *drivers_[index]; }
  std::size_t size() const { return drivers_.size(); }

 private:
  struct Filter {
    std::string topic;
    std::size_t driver;
  };

  void subscribe_next();
  void on_subscribed(const mqtt::Subscribed& subscribed);
  void refuse_all(const std::string& why);
  void start_cases();
  void leave_when_over();
  void end(End how);

  Timing timing_;
  Scheduler& scheduler_;
  std::unique_ptr<mqtt::Session> session_;
  std::function<void(End)> on_end_;
  std::vector<std::unique_ptr<CaseDriver>> drivers_;
  std::vector<Filter> filters_;
  std::size_t asked_ = 0;              // filters in SUBSCRIBEs so far
  std::size_t granted_ = 0;            // of them, answered
  std::vector<std::string> refusals_;  // by driver; empty: none of its filters was refused
  TimerId suback_timer_;
  bool has_ended_ = false;
  std::string failure_;
};

// How many filters cases need together that share a session.
inline constexpr std::size_t kFiltersPerSubscribe = 8;  // Source: AWS IoT Core quotas
inline constexpr std::size_t kFiltersPerSession = 50;   // Source: the same

}  // namespace shadowsim::conformance
