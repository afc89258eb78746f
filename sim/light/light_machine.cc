#include "sim/light/light_machine.h"

#include <algorithm>
#include <utility>

#include "sim/light/section_parts.h"

namespace shadowsim::light {
namespace {

constexpr int kNotFound = 404;
constexpr int kTooManyRequests = 429;
constexpr int kInternalFailure = 500;

bool is_worth_retrying(int code) {
  return code == kTooManyRequests || code >= kInternalFailure;
}

}  // namespace

LightMachine::LightMachine(LightOptions options)
    : options_{std::move(options)},
      backoff_{connection::Backoff::Limits{}, options_.random.split(1)},
      own_{options_.initial_state},
      reports_{options_.reports_in_flight_max} {}

bool LightMachine::is_at_work() const {
  if (state_ == State::kOffline || state_ == State::kGivenUp) return false;
  return state_ != State::kOnline || get_token_ || retry_armed_ || !reports_.empty() ||
         pending_.next();
}

void LightMachine::step(const Event& event, TimePoint now, std::vector<Action>& actions) {
  if (state_ == State::kGivenUp) return;
  std::visit([&](const auto& happened) { on(happened, Step{now, actions}); }, event);
}

// --- the connection ---------------------------------------------------------------------------

void LightMachine::on(const Connected& /*event*/, Step step) {
  if (state_ != State::kOffline) return;
  state_ = State::kSubscribing;
  step.actions.emplace_back(Subscribe{});
}

void LightMachine::on(const Disconnected& /*event*/, Step step) {
  if (state_ == State::kOffline) return;
  state_ = State::kOffline;
  reports_.lose();
  get_token_.reset();
  early_delta_.reset();
  checking_ = false;
  step.actions.emplace_back(Disarm{Timer::kAnswer});
  if (std::exchange(retry_armed_, false)) step.actions.emplace_back(Disarm{Timer::kRetry});
}

void LightMachine::on(const SubscribeAnswered& event, Step step) {
  if (state_ != State::kSubscribing) return;
  if (!event.granted) return give_up(0, step);
  state_ = State::kSyncing;
  read_shadow(step);
}

// --- reading the shadow -----------------------------------------------------------------------

// Unless that is under way, or waits for its time.
void LightMachine::read_again(Step step) {
  if (!get_token_ && !retry_armed_) read_shadow(step);
}

// The shadow was deleted meanwhile, and counts from the beginning.
void LightMachine::note_restart(Step step) {
  versions_.restart();
  read_again(step);
}

void LightMachine::read_shadow(Step step) {
  get_token_ = new_token();
  get_sent_ = step.now;
  get_seen_ = versions_.highest();
  step.actions.emplace_back(Get{*get_token_});
  arm_answer(step);
}

void LightMachine::on(const shadow::GetAccepted& event, Step step) {
  if (!get_token_ || event.client_token != *get_token_) return;
  get_token_.reset();
  backoff_.reset();
  if (std::exchange(checking_, false)) step.actions.emplace_back(Checked{event.delta.empty()});
  // An answer that later messages have overtaken says nothing new of what is wanted. One that is
  // below what was seen before the question does: the shadow was deleted and has begun afresh.
  // After a reconnect each one counts.
  const bool is_overtaken =
      state_ == State::kOnline && event.version < versions_.highest() && event.version >= get_seen_;
  step.actions.emplace_back(ShadowRead{event.desired, event.reported, event.version, is_overtaken});
  if (!is_overtaken) take_in(event, step);
  tell_what_is_missing(event, step);
  go_online(step);
}

void LightMachine::take_in(const shadow::GetAccepted& event, Step step) {
  if (own_.empty()) own_ = event.reported;
  versions_.read(event.version, event.timestamp, !event.delta.empty());
  pending_.keep_only(event.delta);
  state_ = State::kOnline;
  if (early_delta_ && early_delta_->version > event.version) {
    versions_.take(early_delta_->version);
    note(early_delta_->version, early_delta_->timestamp, step);
    take_delta(early_delta_->state, step);
  } else if (!event.delta.empty()) {
    take_delta(event.delta, step);
  }
  early_delta_.reset();
}

// What the service does not know of the light's state, and what the light wants to be desired.
void LightMachine::tell_what_is_missing(const shadow::GetAccepted& event, Step step) {
  const shadow::Section wishes = shadow::difference(reports_.take_wishes(), event.desired);
  reports_.add(shadow::difference(own_, event.reported));
  if (!wishes.empty()) reports_.add(at_keys_of(own_, wishes), wishes);
  send_reports(step);
}

void LightMachine::on(const GetRejected& event, Step step) {
  if (!get_token_ || event.rejected.client_token != *get_token_) return;
  get_token_.reset();
  if (event.rejected.code == kNotFound) {
    if (std::exchange(checking_, false)) {
      step.actions.emplace_back(Checked{false});
      return arm_answer(step);
    }
    versions_.restart();
    early_delta_.reset();  // of a shadow that is no more, or the first report brings it again
    state_ = State::kOnline;
    reports_.add(own_, reports_.take_wishes());  // which makes the shadow
    send_reports(step);
    go_online(step);
    return;
  }
  step.actions.emplace_back(RequestRefused{event.rejected.code});
  if (is_worth_retrying(event.rejected.code)) return retry_later(step);
  give_up(event.rejected.code, step);
}

void LightMachine::go_online(Step step) {
  arm_answer(step);
  become_ready_if_settled(step);
}

// --- deltas -----------------------------------------------------------------------------------

void LightMachine::on(const shadow::Delta& event, Step step) {
  if (state_ == State::kSyncing || state_ == State::kSubscribing) {
    if (!early_delta_ || event.version > early_delta_->version) early_delta_ = event;
    return;
  }
  if (state_ != State::kOnline) return;
  if (versions_.is_duplicate(event.version)) {
    step.actions.emplace_back(DeltaDropped{DropReason::kDuplicate});
    return;
  }
  if (versions_.is_stale(event.version)) {
    step.actions.emplace_back(DeltaDropped{DropReason::kStale});
    if (versions_.is_too_young(event.version, event.timestamp)) read_again(step);
    return;
  }
  versions_.take(event.version);
  note(event.version, event.timestamp, step);
  take_delta(event.state, step);
}

// A delta tells all that the service still wants: what the light was about to become beside it is
// wanted no more, and it stays there what it is.
void LightMachine::take_delta(const shadow::Section& delta, Step step) {
  const shadow::Section wanted = reports_.without_own_wishes(delta);
  const shadow::Section dropped = pending_.keep_only(wanted);
  shadow::Section intended = at_keys_of(own_, dropped);
  intended.merge(wanted);
  if (!intended.empty()) step.actions.emplace_back(Intends{std::move(intended)});
  if (wanted.empty()) return arm_apply(step);
  const Duration delay = options_.apply_delay.draw(options_.random);
  pending_.add(wanted, step.now + delay);
  if (delay == Duration::zero()) {
    apply_due(step);
  } else {
    arm_apply(step);
  }
}

void LightMachine::apply_due(Step step) {
  const shadow::Section due = pending_.take_due(step.now);
  arm_apply(step);
  if (due.empty()) return;
  own_.merge(due);
  report(due, step);
}

// --- reports ----------------------------------------------------------------------------------

void LightMachine::on(const LocalChange& event, Step step) {
  own_.merge(event.state);
  if (event.sets_desired) {
    pending_.override_with(event.state);
    arm_apply(step);
  }
  step.actions.emplace_back(Intends{event.state});
  // What it was about to become, it will become all the same.
  if (const auto coming = at_keys_of(pending_.all(), event.state); !coming.empty())
    step.actions.emplace_back(Intends{coming});
  if (state_ != State::kOnline) {
    if (event.sets_desired) reports_.keep_wish(event.state);
    return;  // the next read of the shadow shows what to report
  }
  if (event.sets_desired)
    reports_.add(event.state, event.state);
  else
    reports_.add(event.state);
  send_reports(step);
}

void LightMachine::report(const shadow::Section& state, Step step) {
  if (state_ != State::kOnline) return;  // the next read of the shadow shows what to report
  reports_.add(state);
  send_reports(step);
}

void LightMachine::send_reports(Step step) {
  while (auto next = reports_.take_next()) {
    reports_.sent({.client_token = new_token(),
                   .reported = next->reported,
                   .desired = next->desired,
                   .at = step.now,
                   .seen = versions_.highest()});
    step.actions.emplace_back(
        Report{current_token(), std::move(next->reported), std::move(next->desired)});
  }
  arm_answer(step);
}

void LightMachine::on(const shadow::UpdateAccepted& event, Step step) {
  if (state_ != State::kOnline) return;
  const auto report = reports_.take(event.client_token);
  if (report && event.version <= report->seen)
    note_restart(step);
  else
    note(event.version, event.timestamp, step);
  if (!report) return;
  backoff_.reset();
  step.actions.emplace_back(ReportAccepted{.client_token = report->client_token,
                                           .state = report->reported,
                                           .desired = report->desired,
                                           .version = event.version,
                                           .round_trip = step.now - report->at});
  // A later delta has overtaken this answer, and its keys were thought to be older than our own.
  if (!report->desired.empty() && versions_.is_before_last_delta(event.version)) read_again(step);
  send_reports(step);
  become_ready_if_settled(step);
}

void LightMachine::on(const UpdateRejected& event, Step step) {
  auto report = reports_.take(event.rejected.client_token);
  if (!report) return;
  refuse_report(*report, event.rejected.code, is_worth_retrying(event.rejected.code), step);
}

void LightMachine::on(const PublishRefused& event, Step step) {
  if (auto report = reports_.take(event.client_token))
    return refuse_report(*report, event.code, event.worth_retrying, step);
  if (!get_token_ || event.client_token != *get_token_) return;
  get_token_.reset();
  step.actions.emplace_back(RequestRefused{event.code});
  arm_answer(step);
  if (event.worth_retrying) return retry_later(step);
  give_up(event.code, step);
}

void LightMachine::refuse_report(const Reports::Sent& report, int code, bool is_worth_retrying,
                                 Step step) {
  step.actions.emplace_back(RequestRefused{code, report.client_token});
  if (is_worth_retrying) reports_.keep_wish(report.desired);
  send_reports(step);
  if (is_worth_retrying) retry_later(step);
}

// --- the rest ---------------------------------------------------------------------------------

void LightMachine::on(const CheckRequested& /*event*/, Step step) {
  if (state_ != State::kOnline) return;
  checking_ = true;
  read_shadow(step);
}

void LightMachine::on(const TimerRang& event, Step step) {
  switch (event.timer) {
    case Timer::kApply:
      return apply_due(step);
    case Timer::kRetry:
      retry_armed_ = false;
      if (state_ == State::kSyncing || state_ == State::kOnline) read_shadow(step);
      return;
    case Timer::kAnswer:
      if (state_ != State::kSyncing && state_ != State::kOnline) return;
      // Whether it was the get or a report that was lost: what the service holds tells.
      step.actions.emplace_back(AnswerMissed{});
      reports_.lose();
      read_shadow(step);
      return;
  }
}

void LightMachine::note(shadow::Version version, shadow::Timestamp time, Step step) {
  const auto noticed = versions_.note(version, time);
  if (noticed.is_gap) step.actions.emplace_back(VersionGap{});
  if (noticed.is_gap || noticed.is_too_young) read_again(step);
}

void LightMachine::give_up(int code, Step step) {
  state_ = State::kGivenUp;
  step.actions.emplace_back(Disarm{Timer::kAnswer});
  step.actions.emplace_back(Disarm{Timer::kApply});
  step.actions.emplace_back(GaveUp{code});
}

void LightMachine::retry_later(Step step) {
  if (std::exchange(retry_armed_, true)) return;
  step.actions.emplace_back(Arm{Timer::kRetry, step.now + backoff_.next()});
}

void LightMachine::become_ready_if_settled(Step step) {
  if (ready_ || reports_.has_sent() || state_ != State::kOnline) return;
  ready_ = true;
  step.actions.emplace_back(BecameReady{});
}

void LightMachine::arm_answer(Step step) {
  if (!get_token_ && !reports_.has_sent()) {
    step.actions.emplace_back(Disarm{Timer::kAnswer});
    return;
  }
  TimePoint oldest = get_token_ ? *get_sent_ : TimePoint::max();
  if (reports_.has_sent()) oldest = std::min(oldest, reports_.oldest());
  step.actions.emplace_back(Arm{Timer::kAnswer, oldest + options_.answer_timeout});
}

void LightMachine::arm_apply(Step step) {
  if (const auto next = pending_.next()) {
    step.actions.emplace_back(Arm{Timer::kApply, *next});
  } else {
    step.actions.emplace_back(Disarm{Timer::kApply});
  }
}

std::string LightMachine::new_token() {
  ++last_token_;
  return current_token();
}

std::string LightMachine::current_token() const {
  return options_.token_prefix + std::to_string(last_token_);
}

}  // namespace shadowsim::light
