#include <utility>

#include "sim/light/light_machine.h"
#include "sim/light/retrying.h"
#include "sim/light/section_parts.h"

// What a LightMachine tells its shadow, and what it does when that is refused or not answered.
namespace shadowsim::light {

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
  while (!retry_armed_ && reports_.is_next_due() && !is_held_back(step)) {
    auto next = reports_.take_next();
    if (!next) break;
    pace_.take(1, step.now);
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
  misses_ = 0;
  closes_.answered(Request::kReport);
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

// --- refusals and silence ---------------------------------------------------------------------

void LightMachine::on(const UpdateRejected& event, Step step) {
  const auto report = reports_.take(event.rejected.client_token);
  if (!report) return;
  misses_ = 0;
  closes_.answered(Request::kReport);
  refuse_report(*report, event.rejected.code, is_worth_retrying(event.rejected.code), step);
}

void LightMachine::on(const PublishRefused& event, Step step) {
  if (const auto report = reports_.take(event.client_token))
    return refuse_report(*report, event.code, event.worth_retrying, step);
  if (is_answer_to_get(event.client_token)) refuse_get(event.code, event.worth_retrying, step);
}

void LightMachine::refuse_report(const Reports::Sent& report, int code, bool is_worth_retrying,
                                 Step step) {
  step.actions.emplace_back(RequestRefused{code, report.client_token});
  if (is_worth_retrying) {
    reports_.put_back(report, at_keys_of(own_, report.reported));
    retry_later(step);
  }
  send_reports(step);
}

void LightMachine::refuse_get(int code, bool is_worth_retrying, Step step) {
  get_.reset();
  step.actions.emplace_back(RequestRefused{code});
  arm_answer(step);
  if (!is_worth_retrying) return give_up(code, step);
  read_is_due_ = true;
  retry_later(step);
}

// Whether it was the get or a report that was lost: what the service holds tells. Who asks again and
// again gets no answer the sooner.
void LightMachine::miss_answers(Step step) {
  if (state_ != State::kSyncing && state_ != State::kOnline) return;
  const std::size_t requests = reports_.sent() + (get_ ? 1 : 0);
  step.actions.emplace_back(AnswerMissed{static_cast<std::uint32_t>(requests)});
  reports_.lose();
  get_.reset();
  if (misses_++ == 0 && !retry_armed_) return read_shadow(step);
  read_is_due_ = true;
  retry_later(step);
  arm_answer(step);
}

void LightMachine::retry_later(Step step) {
  if (std::exchange(retry_armed_, true)) return;
  step.actions.emplace_back(Arm{Timer::kRetry, step.now + backoff_.next()});
}

// Whether the pace forbids one more request now; if so, it will be resumed when it does not.
bool LightMachine::is_held_back(Step step) {
  const Duration wait = pace_.wait(1, step.now);
  if (wait == Duration::zero()) return false;
  pace_armed_ = true;
  step.actions.emplace_back(Arm{Timer::kPace, step.now + wait});
  return true;
}

// The back-off is over, or the pace allows for more.
void LightMachine::resume(Step step) {
  if (retry_armed_) return;
  switch (state_) {
    case State::kSubscribing:
      step.actions.emplace_back(Subscribe{});
      return;
    case State::kSyncing:
    case State::kOnline:
      return read_is_due_ ? read_shadow(step) : send_reports(step);
    case State::kOffline:
    case State::kGivenUp:
      return;
  }
}

}  // namespace shadowsim::light
