#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/delay_distribution.h"
#include "sim/base/random.h"
#include "sim/connection/backoff.h"
#include "sim/light/action.h"
#include "sim/light/event.h"
#include "sim/light/pending_applies.h"
#include "sim/light/reports.h"
#include "sim/light/seen_versions.h"
#include "sim/shadow/section.h"

namespace shadowsim::light {

// What makes one light differ from another.
struct LightOptions {
  // What it is before anybody changes it. Empty: it takes over what its shadow reports when it
  // first reads it, and where there is no shadow it makes none before somebody changes it.
  shadow::Section initial_state;
  DelayDistribution apply_delay;  // from a delta's arrival to its being applied and reported
  Duration answer_timeout = std::chrono::seconds{10};  // for an answer of the service; above 0
  std::string token_prefix;  // of its client tokens, at most 40 bytes; no other light has the same
  Random random{0};          // its own

  // Reports that may wait for their answers at a time, at least 1. The service answers 429 from the
  // 11th request in flight on, counted over all shadows of a thing; two are left for gets and
  // mistakes. Source: AWS General Reference, "AWS IoT Core endpoints and quotas".
  std::size_t reports_in_flight_max = 8;
};

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
  void take_in(const shadow::GetAccepted& event, Step step);
  void tell_what_is_missing(const shadow::GetAccepted& event, Step step);
  void read_again(Step step);
  void note_restart(Step step);
  void take_delta(const shadow::Section& delta, Step step);
  void apply_due(Step step);
  void report(const shadow::Section& state, Step step);
  void send_reports(Step step);
  void refuse_report(const Reports::Sent& report, int code, bool is_worth_retrying, Step step);
  void note(shadow::Version version, shadow::Timestamp time, Step step);
  void go_online(Step step);
  void give_up(int code, Step step);
  void retry_later(Step step);
  void become_ready_if_settled(Step step);
  void arm_answer(Step step);
  void arm_apply(Step step);
  std::string new_token();
  std::string current_token() const;

  LightOptions options_;
  connection::Backoff backoff_;
  State state_ = State::kOffline;
  shadow::Section own_;
  SeenVersions versions_;
  PendingApplies pending_;
  Reports reports_;
  std::optional<std::string> get_token_;  // of the get that waits for its answer
  std::optional<TimePoint> get_sent_;
  shadow::Version get_seen_ = 0;              // the highest version when it was sent
  std::optional<shadow::Delta> early_delta_;  // came before the get was answered
  bool checking_ = false;                     // the get under way is the last one
  bool ready_ = false;                        // BecameReady was said
  bool retry_armed_ = false;
  std::uint64_t last_token_ = 0;
};

}  // namespace shadowsim::light
