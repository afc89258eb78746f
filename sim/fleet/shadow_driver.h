#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/base/random.h"
#include "sim/fleet/connection_driver.h"
#include "sim/fleet/light_timers.h"
#include "sim/fleet/outbox.h"
#include "sim/fleet/subscriptions.h"
#include "sim/light/light_machine.h"
#include "sim/measure/ledger.h"
#include "sim/mqtt/event.h"
#include "sim/scenario/scenario.h"
#include "sim/schedule/plan.h"
#include "sim/shadow/topics.h"

namespace shadowsim::fleet {

// One shadow of a light at work: turns what its light's session delivers into events of its
// machine, carries out what the machine wants, and enters in tallies and ledger what it notices.
// Threads:  called on its worker only.
// Owns:     its machine and its timers. Borrows workplace, ledger, outbox, fleet and the thing's
//           name, all of which must outlive it.
class ShadowDriver {
 public:
  // How the last check has ended.
  enum class Check : std::uint8_t {
    kNone,       // not asked
    kAsked,      // no answer yet
    kInSync,     // the service says so
    kWorking,    // there was a difference, and the light works on it
    kDivergent,  // there is a difference, and nothing that the light could do about it
  };

  ShadowDriver(Workplace& workplace, measure::Ledger& ledger, Outbox& outbox,
               const scenario::Fleet& fleet, measure::ShadowOfLight light, std::string_view thing,
               Random random);
  ShadowDriver(const ShadowDriver&) = delete;
  ShadowDriver& operator=(const ShadowDriver&) = delete;
  ~ShadowDriver() = default;

  shadow::ShadowKey key() const { return key_; }

  // It has been read once and the service has its state.
  bool is_ready() const { return ready_; }

  // It will not be ready any more.
  bool has_given_up() const { return machine_.state() == light::LightMachine::State::kGivenUp; }

  void on_up(TimePoint at);
  void on_down(TimePoint at, bool perhaps_refused);

  // The answer to a packet of its subscribes.
  void on_subscribed(const mqtt::Subscribed& subscribed, TimePoint at);

  // A message on one of its topics.
  void on_message(shadow::TopicKind kind, const std::string& payload, TimePoint at);

  // Of a publish that was its own: the tag modulo the fleet's shadows is its place.
  void on_publish_completed(const mqtt::PublishCompleted& completed, TimePoint at);

  // A change of reported: the switch on the wall.
  void change_locally(const schedule::PlannedChange& change);

  // See LightMachine.
  bool is_at_work() const { return machine_.is_at_work(); }

  // Asks the service whether it is in sync, unless that was done or it is not online. Where it is
  // not, but has something to do yet, it is asked again after that, some times. A question whose
  // answer is lost with the connection counts as not asked.
  void check();
  Check check_result() const { return check_; }

 private:
  void step(const light::Event& event, TimePoint at);
  void note_change(light::LightMachine::State before, TimePoint at);
  void settle(const light::Event& answer);
  mqtt::PublishTag tag_of(std::string_view client_token) const;
  void note(const shadow::Delta& delta, TimePoint at);

  // Whether an app's update was rejected, and not one of the light's own; if so, notes it.
  bool is_of_a_change(const shadow::Rejected& rejected, TimePoint at);

  void carry_out(const light::Subscribe& order, TimePoint at);
  void carry_out(const light::Get& order, TimePoint at);
  void carry_out(const light::Report& order, TimePoint at);
  void carry_out(const light::Arm& order, TimePoint at);
  void carry_out(const light::Disarm& order, TimePoint at);
  void carry_out(const light::BecameReady& seen, TimePoint at);
  void carry_out(const light::Intends& seen, TimePoint at);
  void carry_out(const light::ReportAccepted& seen, TimePoint at);
  void carry_out(const light::ShadowRead& seen, TimePoint at);
  void carry_out(const light::DeltaDropped& seen, TimePoint at);
  void carry_out(const light::VersionGap& seen, TimePoint at);
  void carry_out(const light::RequestRefused& seen, TimePoint at);
  void carry_out(const light::AnswerMissed& seen, TimePoint at);
  void carry_out(const light::Checked& seen, TimePoint at);
  void carry_out(const light::GaveUp& seen, TimePoint at);

  void publish(shadow::TopicKind kind, const std::string& client_token, std::string payload);

  Workplace& workplace_;
  measure::Ledger& ledger_;
  Outbox& outbox_;
  measure::ShadowOfLight light_;
  shadow::ShadowKey key_;
  std::uint32_t tags_;  // its publishes' tags are that far apart
  std::string token_prefix_;
  Subscriptions subscriptions_;
  light::LightMachine machine_;
  LightTimers timers_;
  bool ready_ = false;
  Check check_ = Check::kNone;
  int checks_answered_ = 0;
};

}  // namespace shadowsim::fleet
