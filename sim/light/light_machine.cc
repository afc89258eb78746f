#include "sim/light/light_machine.h"

#include <algorithm>
#include <utility>

#include "sim/light/retrying.h"
#include "sim/light/section_parts.h"

namespace shadowsim::light {
namespace {

constexpr int kNotFound = 404;

}  // namespace

LightMachine::LightMachine(LightOptions options)
    : options_{std::move(options)},
      backoff_{options_.manners.request_backoff, options_.random.split(1)},
      pace_{options_.manners.shadow_requests},
      own_{options_.initial_state},
      reports_{options_.reports_in_flight_max} {}

bool LightMachine::is_at_work() const {
  if (state_ == State::kOffline || state_ == State::kGivenUp) return false;
  return state_ != State::kOnline || get_ || read_is_due_ || retry_armed_ || !reports_.empty() ||
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

void LightMachine::on(const Disconnected& event, Step step) {
  if (state_ == State::kOffline) return;
  if (event.perhaps_refused && is_forbidden_by_this_close()) return give_up(0, step);
  state_ = State::kOffline;
  reports_.lose();
  get_.reset();
  early_delta_.reset();
  checking_ = false;
  read_is_due_ = false;
  step.actions.emplace_back(Disarm{Timer::kAnswer});
  call_off_waits(step);
}

bool LightMachine::is_forbidden_by_this_close() {
  const std::uint32_t most = options_.manners.closes_max;
  bool is_forbidden = false;
  if (state_ == State::kSubscribing && !retry_armed_)
    is_forbidden |= closes_.note(Request::kSubscribe, most);
  if (get_) is_forbidden |= closes_.note(Request::kGet, most);
  if (reports_.has_sent()) is_forbidden |= closes_.note(Request::kReport, most);
  return is_forbidden;
}

void LightMachine::on(const SubscribeAnswered& event, Step step) {
  if (state_ != State::kSubscribing) return;
  closes_.answered(Request::kSubscribe);
  if (!event.granted) {
    // There was room for some, so the rest waits for the rate only, and need not wait the longer.
    if (event.is_partly_granted) backoff_.reset();
    vague_refusals_ = event.is_partly_granted ? 0 : vague_refusals_ + (event.is_vague ? 1 : 0);
    const bool may_pass =
        event.worth_retrying && vague_refusals_ <= options_.manners.vague_refusals_max;
    return may_pass ? retry_later(step) : give_up(0, step);
  }
  vague_refusals_ = 0;
  state_ = State::kSyncing;
  read_shadow(step);
}

// --- reading the shadow -----------------------------------------------------------------------

// Unless that is under way, or waits for its time.
void LightMachine::read_again(Step step) {
  if (get_ || read_is_due_) return;
  if (retry_armed_)
    read_is_due_ = true;
  else
    read_shadow(step);
}

// The shadow was deleted meanwhile, and counts from the beginning.
void LightMachine::note_restart(Step step) {
  versions_.restart();
  read_again(step);
}

void LightMachine::read_shadow(Step step) {
  read_is_due_ = is_held_back(step);
  if (!read_is_due_) {
    pace_.take(1, step.now);
    get_ = {.client_token = new_token(), .at = step.now, .seen = versions_.highest()};
    step.actions.emplace_back(Get{get_->client_token});
  }
  arm_answer(step);
}

bool LightMachine::is_answer_to_get(std::string_view client_token) const {
  return get_ && get_->client_token == client_token;
}

void LightMachine::on(const shadow::GetAccepted& event, Step step) {
  if (!is_answer_to_get(event.client_token)) return;
  const shadow::Version seen = get_->seen;
  get_.reset();
  misses_ = 0;
  closes_.answered(Request::kGet);
  backoff_.reset();
  if (std::exchange(checking_, false)) step.actions.emplace_back(Checked{event.delta.empty()});
  // An answer that later messages have overtaken says nothing new of what is wanted. One that is
  // below what was seen before the question does: the shadow was deleted and has begun afresh.
  // After a reconnect each one counts.
  const bool is_overtaken =
      state_ == State::kOnline && event.version < versions_.highest() && event.version >= seen;
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
  if (!is_answer_to_get(event.rejected.client_token)) return;
  misses_ = 0;
  closes_.answered(Request::kGet);
  if (event.rejected.code != kNotFound)
    return refuse_get(event.rejected.code, is_worth_retrying(event.rejected.code), step);
  get_.reset();
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
      return resume(step);
    case Timer::kPace:
      pace_armed_ = false;
      return resume(step);
    case Timer::kAnswer:
      return miss_answers(step);
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
  call_off_waits(step);
  step.actions.emplace_back(GaveUp{code});
}

void LightMachine::call_off_waits(Step step) {
  if (std::exchange(retry_armed_, false)) step.actions.emplace_back(Disarm{Timer::kRetry});
  if (std::exchange(pace_armed_, false)) step.actions.emplace_back(Disarm{Timer::kPace});
}

void LightMachine::become_ready_if_settled(Step step) {
  if (ready_ || !reports_.empty() || state_ != State::kOnline) return;
  ready_ = true;
  step.actions.emplace_back(BecameReady{});
}

void LightMachine::arm_answer(Step step) {
  if (!get_ && !reports_.has_sent()) {
    step.actions.emplace_back(Disarm{Timer::kAnswer});
    return;
  }
  TimePoint oldest = get_ ? get_->at : TimePoint::max();
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
