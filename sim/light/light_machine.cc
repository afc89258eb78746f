#include "sim/light/light_machine.h"

#include <algorithm>
#include <utility>

namespace shadowsim::light {
namespace {

constexpr int kNotFound = 404;
constexpr int kTooManyRequests = 429;
constexpr int kInternalFailure = 500;

bool is_worth_retrying(int code) {
  return code == kTooManyRequests || code >= kInternalFailure;
}

std::string to_json(const shadow::Section& section) {
  std::string json;
  shadow::append_state(json, section);
  return json;
}

}  // namespace

LightMachine::LightMachine(LightOptions options)
    : options_{std::move(options)},
      backoff_{connection::Backoff::Limits{}, options_.random.split(1)},
      own_{options_.initial_state} {}

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
  in_flight_.clear();
  waiting_.clear();
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
  seen_ = 0;
  handled_ = 0;
  newest_ = {};
  read_again(step);
}

void LightMachine::read_shadow(Step step) {
  get_token_ = new_token();
  get_sent_ = step.now;
  get_seen_ = seen_;
  step.actions.emplace_back(Get{*get_token_});
  arm_answer(step);
}

void LightMachine::on(const shadow::GetAccepted& event, Step step) {
  if (!get_token_ || event.client_token != *get_token_) return;
  get_token_.reset();
  backoff_.reset();
  if (std::exchange(checking_, false)) {
    step.actions.emplace_back(Checked{event.delta.empty()});
    return;
  }
  // An answer that later messages have overtaken says nothing new. One that is below what was seen
  // before the question does: the shadow was deleted and has begun afresh. After a reconnect each
  // one counts.
  const bool is_overtaken = event.version < seen_ && event.version >= get_seen_;
  if (state_ == State::kOnline && is_overtaken) return arm_answer(step);
  step.actions.emplace_back(ShadowRead{event.desired, event.reported, event.version});
  if (own_.empty()) own_ = event.reported;
  seen_ = event.version;
  newest_ = event.timestamp;
  handled_ = event.delta.empty() ? 0 : event.version;
  pending_.keep_only(event.delta);
  state_ = State::kOnline;
  if (early_delta_ && early_delta_->version > event.version) {
    handled_ = early_delta_->version;
    note(early_delta_->version, early_delta_->timestamp, step);
    take_delta(early_delta_->state, step);
  } else if (!event.delta.empty()) {
    take_delta(event.delta, step);
  }
  early_delta_.reset();
  const shadow::Section unreported = shadow::difference(own_, event.reported);
  if (!unreported.empty()) report(unreported, step);
  go_online(step);
}

void LightMachine::on(const GetRejected& event, Step step) {
  if (!get_token_ || event.rejected.client_token != *get_token_) return;
  get_token_.reset();
  if (event.rejected.code == kNotFound) {
    if (std::exchange(checking_, false)) {
      step.actions.emplace_back(Checked{false});
      return;
    }
    seen_ = 0;
    handled_ = 0;
    newest_ = {};
    early_delta_.reset();  // of a shadow that is no more, or the first report brings it again
    state_ = State::kOnline;
    report(own_, step);  // which makes the shadow
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
  if (event.version == handled_) {
    step.actions.emplace_back(DeltaDropped{DropReason::kDuplicate});
    return;
  }
  if (event.version < seen_ || event.version < handled_) {
    step.actions.emplace_back(DeltaDropped{DropReason::kStale});
    if (is_too_young(event.version, event.timestamp)) read_again(step);
    return;
  }
  handled_ = event.version;
  note(event.version, event.timestamp, step);
  take_delta(event.state, step);
}

void LightMachine::take_delta(const shadow::Section& delta, Step step) {
  step.actions.emplace_back(Intends{delta, false});
  const Duration delay = options_.apply_delay.draw(options_.random);
  pending_.add(delta, step.now + delay);
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
  step.actions.emplace_back(Intends{event.state, event.sets_desired});
  report(event.state, step, event.sets_desired ? &event.state : nullptr);
}

void LightMachine::report(const shadow::Section& state, Step step, const shadow::Section* desired) {
  if (state_ != State::kOnline) return;  // the next read of the shadow shows what to report
  const shadow::Section news = desired != nullptr ? state : in_flight_.missing_from(state);
  if (news.empty()) return;
  if (desired == nullptr && in_flight_.size() >= options_.reports_in_flight_max) {
    waiting_.merge(news);
    return;
  }
  Report order{new_token(), to_json(news), {}};
  if (desired != nullptr) order.desired = to_json(*desired);
  in_flight_.add({order.client_token, news, step.now, seen_});
  step.actions.emplace_back(std::move(order));
  arm_answer(step);
}

void LightMachine::report_what_waited(Step step) {
  if (waiting_.empty()) return;
  report(std::exchange(waiting_, {}), step);
}

void LightMachine::on(const shadow::UpdateAccepted& event, Step step) {
  if (state_ != State::kOnline) return;
  auto report = in_flight_.take(event.client_token);
  if (report && event.version <= report->seen)
    note_restart(step);
  else
    note(event.version, event.timestamp, step);
  if (!report) return;
  backoff_.reset();
  step.actions.emplace_back(
      ReportAccepted{std::move(report->state), event.version, step.now - report->at});
  arm_answer(step);
  report_what_waited(step);
  become_ready_if_settled(step);
}

void LightMachine::on(const UpdateRejected& event, Step step) {
  if (!in_flight_.take(event.rejected.client_token)) return;
  step.actions.emplace_back(RequestRefused{event.rejected.code});
  arm_answer(step);
  if (is_worth_retrying(event.rejected.code)) retry_later(step);
}

void LightMachine::on(const PublishRefused& event, Step step) {
  const bool was_get = get_token_ && event.client_token == *get_token_;
  if (!was_get && !in_flight_.take(event.client_token)) return;
  if (was_get) get_token_.reset();
  step.actions.emplace_back(RequestRefused{event.code});
  arm_answer(step);
  if (event.worth_retrying) return retry_later(step);
  if (was_get) give_up(event.code, step);
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
      in_flight_.clear();
      waiting_.clear();
      read_shadow(step);
      return;
  }
}

void LightMachine::note(shadow::Version version, shadow::Timestamp time, Step step) {
  const bool skipped = seen_ != 0 && version > seen_ + 1;
  const bool too_young = is_too_young(version, time);
  seen_ = std::max(seen_, version);
  newest_ = std::max(newest_, time);
  if (skipped) step.actions.emplace_back(VersionGap{});
  if (skipped || too_young) read_again(step);
}

// A message that is only late is not younger than all others: perhaps it is of a shadow that has
// begun afresh.
bool LightMachine::is_too_young(shadow::Version version, shadow::Timestamp time) const {
  return version < seen_ && time > newest_;
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
  if (ready_ || !in_flight_.empty() || state_ != State::kOnline) return;
  ready_ = true;
  step.actions.emplace_back(BecameReady{});
}

void LightMachine::arm_answer(Step step) {
  if (!get_token_ && in_flight_.empty()) {
    step.actions.emplace_back(Disarm{Timer::kAnswer});
    return;
  }
  TimePoint oldest = TimePoint::max();
  if (get_token_) oldest = *get_sent_;
  if (!in_flight_.empty()) oldest = std::min(oldest, in_flight_.oldest());
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
  return options_.token_prefix + std::to_string(++last_token_);
}

}  // namespace shadowsim::light
