#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/connection/backoff.h"
#include "sim/connection/pace.h"
#include "sim/light/action.h"
#include "sim/light/closes.h"
#include "sim/light/event.h"
#include "sim/light/light_options.h"
#include "sim/light/pending_applies.h"
#include "sim/light/reports.h"
#include "sim/light/seen_versions.h"
#include "sim/shadow/section.h"

namespace shadowsim::light {

// One light's shadow state machine, the only place where a light decides:
//
//   offline --connected--> subscribing --granted--> syncing --get answered--> online
//      ^------------------------- disconnected, from anywhere -----------------'
//
// It subscribes before it asks, reads its shadow with `get` (404: it reports its state, which makes
// the shadow), applies each delta after the apply delay and reports the result, reports local
// changes, and reads its shadow again after a reconnect, a missed answer or a gap in versions. It
// ignores deltas that are stale or doubled by their version, never reports a state that it does not
// have, and keeps few enough reports in flight for the service's quota of 10.
//
// It keeps its requests to a pace, and after a refusal that may pass, or a second answer in a row that
// did not come, says nothing until a back-off is over. What becomes true meanwhile waits and goes out
// as one report. A kind of request that the server seems to answer by closing is given up.
//
// A local change that sets desired is reported and desired in one update, as the AWS sample does;
// one that was made offline, or whose answer was lost, once the shadow has been read again. Until
// it is accepted, the light ignores what deltas want of its keys: the service takes up its wish
// after theirs.
//
// Nobody tells it of a delete, and a shadow that comes back long after one begins at version 1
// again. It notices by what cannot be otherwise: its report's version is not above what it had seen
// before it, or a message has a lower version but a later time than others. Then it reads its
// shadow, and goes on from there.
//
// Threads: called on its worker only.
// Time:    `now` is passed in; never reads a clock.
// Errors:  none; an event that does not fit the state changes nothing.
// Source:  Device Shadow guide, "Device communications"; shadow-protocol.md, section 12.
class LightMachine {
 public:
  enum class State : std::uint8_t { kOffline, kSubscribing, kSyncing, kOnline, kGivenUp };

  explicit LightMachine(LightOptions options);

  // Takes one event and appends what is to be done, in order.
  void step(const Event& event, TimePoint now, std::vector<Action>& actions);

  State state() const { return state_; }

  // What the light is now, whoever knows of it.
  const shadow::Section& own_state() const { return own_; }

  // Whether there is something that it tells its shadow and has no answer to yet.
  bool has_reports_to_tell() const { return !reports_.empty(); }

  // Whether it is about to do something without being told of anything new: it applies a delta,
  // waits for an answer, or for its time to ask again. Not while it is offline.
  bool is_at_work() const;

 private:
  // One step under way: where it stands in time and where its actions go.
  struct Step {
    TimePoint now;
    std::vector<Action>& actions;
  };

  // A get that waits for its answer.
  struct OpenGet {
    std::string client_token;
    TimePoint at;
    shadow::Version seen = 0;  // the highest version by then
  };

  void on(const Connected& event, Step step);
  void on(const Disconnected& event, Step step);
  void on(const SubscribeAnswered& event, Step step);
  void on(const shadow::GetAccepted& event, Step step);
  void on(const GetRejected& event, Step step);
  void on(const shadow::UpdateAccepted& event, Step step);
  void on(const UpdateRejected& event, Step step);
  void on(const shadow::Delta& event, Step step);
  void on(const PublishRefused& event, Step step);
  void on(const LocalChange& event, Step step);
  void on(const CheckRequested& event, Step step);
  void on(const TimerRang& event, Step step);

  void read_shadow(Step step);
  bool is_answer_to_get(std::string_view client_token) const;
  void take_in(const shadow::GetAccepted& event, Step step);
  void tell_what_is_missing(const shadow::GetAccepted& event, Step step);
  void read_again(Step step);
  void note_restart(Step step);
  void take_delta(const shadow::Section& delta, Step step);
  void apply_due(Step step);
  void report(const shadow::Section& state, Step step);
  void send_reports(Step step);
  void refuse_report(const Reports::Sent& report, int code, bool is_worth_retrying, Step step);
  void refuse_get(int code, bool is_worth_retrying, Step step);
  void miss_answers(Step step);
  bool is_held_back(Step step);
  void resume(Step step);
  bool is_forbidden_by_this_close();
  void note(shadow::Version version, shadow::Timestamp time, Step step);
  void go_online(Step step);
  void give_up(int code, Step step);
  void retry_later(Step step);
  void call_off_waits(Step step);
  void become_ready_if_settled(Step step);
  void arm_answer(Step step);
  void arm_apply(Step step);
  std::string new_token();
  std::string current_token() const;

  LightOptions options_;
  connection::Backoff backoff_;
  connection::Pace pace_;
  Closes closes_;
  State state_ = State::kOffline;
  shadow::Section own_;
  SeenVersions versions_;
  PendingApplies pending_;
  Reports reports_;
  std::optional<OpenGet> get_;
  std::optional<shadow::Delta> early_delta_;  // came before the get was answered
  bool checking_ = false;                     // the next answer to a get is the last one's
  bool ready_ = false;                        // BecameReady was said
  bool read_is_due_ = false;                  // as soon as it may ask
  bool retry_armed_ = false;                  // it may not ask or report before that
  bool pace_armed_ = false;
  std::uint32_t misses_ = 0;          // in a row
  std::uint32_t vague_refusals_ = 0;  // of subscribes, in a row
  std::uint64_t last_token_ = 0;
};

}  // namespace shadowsim::light
