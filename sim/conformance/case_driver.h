#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "sim/base/units.h"
#include "sim/conformance/case_file.h"
#include "sim/conformance/case_run.h"
#include "sim/mqtt/event.h"
#include "sim/mqtt/session.h"
#include "sim/time/scheduler.h"

namespace shadowsim::conformance {

// How long a step waits.
struct Timing {
  Duration arrival = kArrivalWait;  // for what is expected to come, from the publish on
  Duration quiet = kQuietTime;      // for what is not, from the last message on
};

// Plays one case on an MQTT session that is connected and subscribed, then deletes the shadows that
// the case has left behind: on a real account they would stay.
// Threads: its session's worker only.
// Owns:    its state. Borrows the case, the scheduler and the session, which must outlive it.
class CaseDriver {
 public:
  // The tags of its publishes are first_tag and those above it.
  // `on_over` is called once, when there is nothing left to be done; not from within start().
  CaseDriver(const Case& conversation, std::string thing, const Timing& timing,
             mqtt::PublishTag first_tag, Scheduler& scheduler, mqtt::Session& session,
             std::function<void()> on_over);
  CaseDriver(const CaseDriver&) = delete;
  CaseDriver& operator=(const CaseDriver&) = delete;
  ~CaseDriver();

  // What the session has to be subscribed to before start().
  std::vector<std::string> response_topics() const { return run_.response_topics(); }

  void start();

  // Ends the case as failed before it has begun. Requires: not started.
  void refuse(std::string_view why);

  // Take what the session delivers; messages of other cases are ignored.
  void on(const mqtt::MessageArrived& message);
  void on(const mqtt::PublishCompleted& publish);

  // The session has ended. A case that is not judged by now fails with `why`, and was cut off.
  void abandon(const std::string& why);

  // Whether all is done.
  bool is_over() const { return state_ == State::kOver; }

  // Whether the end of the session, and nothing that the case has seen, made it fail.
  bool was_cut_off() const { return was_cut_off_; }

  // Requires: is_over().
  const Verdict& verdict() const { return run_.verdict(); }

 private:
  enum class State { kWaiting, kPausing, kStepping, kCleaning, kOver };

  void next_step();
  void publish();
  void listen_for_quiet();
  void end_step();
  void give_up(std::string_view why);
  void clean_up();
  void end();
  void disarm();

  CaseRun run_;
  Timing timing_;
  mqtt::PublishTag tag_;  // of the last publish
  Scheduler& scheduler_;
  mqtt::Session& session_;
  std::function<void()> on_over_;

  State state_ = State::kWaiting;
  Request request_;
  bool is_acknowledged_ = false;
  bool was_cut_off_ = false;
  TimePoint deadline_;  // for what is expected
  TimerId deadline_timer_;
  TimerId timer_;                  // of the pause before a step, or of the quiet at its end
  std::set<std::string> shadows_;  // that exist now: their topics up to the operation
  std::size_t deletes_due_ = 0;    // that are not acknowledged
};

}  // namespace shadowsim::conformance
