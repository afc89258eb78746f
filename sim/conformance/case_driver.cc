#include "sim/conformance/case_driver.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/base/check.h"
#include "sim/shadow/topics.h"

namespace shadowsim::conformance {
namespace {

// Cuts the end off a topic; false, and nothing is cut, where it ends otherwise.
bool cut_end(std::string& topic, shadow::TopicKind kind) {
  const std::string_view suffix = shadow::topic_suffix(kind);
  if (!topic.ends_with(suffix)) return false;
  topic.resize(topic.size() - suffix.size());
  return true;
}

}  // namespace

CaseDriver::CaseDriver(const Case& conversation, std::string thing, const Timing& timing,
                       mqtt::PublishTag first_tag, Scheduler& scheduler, mqtt::Session& session,
                       std::function<void()> on_over)
    : run_(conversation, std::move(thing)),
      timing_(timing),
      tag_(first_tag),
      scheduler_(scheduler),
      session_(session),
      on_over_(std::move(on_over)) {}

CaseDriver::~CaseDriver() {
  disarm();
}

void CaseDriver::start() {
  SHADOWSIM_CHECK(state_ == State::kWaiting, "started twice");
  next_step();
}

void CaseDriver::refuse(std::string_view why) {
  SHADOWSIM_CHECK(state_ == State::kWaiting, "refused after its start");
  run_.give_up(why);
  clean_up();
}

void CaseDriver::abandon(const std::string& why) {
  disarm();
  was_cut_off_ = state_ != State::kCleaning && state_ != State::kOver;
  if (was_cut_off_) run_.give_up(why);
  state_ = State::kOver;
}

void CaseDriver::on(const mqtt::MessageArrived& message) {
  run_.arrived(message.topic, message.payload);
  std::string shadow = message.topic;
  if (!run_.is_about(shadow)) return;
  if (cut_end(shadow, shadow::TopicKind::kUpdateAccepted))
    shadows_.insert(shadow);
  else if (cut_end(shadow, shadow::TopicKind::kDeleteAccepted))
    shadows_.erase(shadow);
  if (state_ == State::kStepping) listen_for_quiet();
}

void CaseDriver::on(const mqtt::PublishCompleted& publish) {
  if (state_ == State::kCleaning) {
    if (deletes_due_ > 0 && --deletes_due_ == 0) end();
    return;
  }
  if (state_ != State::kStepping || publish.tag != tag_) return;
  // Of this code nobody knows whether it is the server's or stands for a lost connection.
  if (publish.code == mqtt::kUnspecifiedError && publish.sent) return;
  if (!publish.sent) return give_up("the request could not be sent");
  if (mqtt::is_failure(publish.code))
    return give_up(fmt::format("the endpoint refused the request: PUBACK 0x{:02X} ({})",
                               publish.code, mqtt::to_text(publish.code)));
  is_acknowledged_ = true;
  listen_for_quiet();
}

void CaseDriver::next_step() {
  auto request = run_.next_request();
  if (!request) return clean_up();
  request_ = *std::move(request);
  state_ = State::kPausing;
  // Through a timer even without a pause, so that no step begins from within another's end.
  timer_ = scheduler_.at(scheduler_.now() + request_.pause, [this] { publish(); });
}

void CaseDriver::publish() {
  state_ = State::kStepping;
  timer_ = {};
  is_acknowledged_ = false;
  deadline_ = scheduler_.now() + timing_.arrival;
  deadline_timer_ = scheduler_.at(deadline_, [this] {
    deadline_timer_ = {};
    if (is_acknowledged_ && run_.is_complete()) return;  // it only waits for quiet
    if (is_acknowledged_) return end_step();
    give_up(fmt::format("the endpoint did not acknowledge the request in {} ms",
                        std::chrono::ceil<std::chrono::milliseconds>(timing_.arrival).count()));
  });
  session_.publish(
      {.tag = ++tag_, .topic = std::move(request_.topic), .payload = std::move(request_.payload)});
}

// Begins the quiet time at the end of a step, or begins it again, where all is there.
void CaseDriver::listen_for_quiet() {
  if (!is_acknowledged_ || !run_.is_complete()) return;
  // A service that never falls silent shall not keep the step from ending.
  if (timer_ != TimerId{} && scheduler_.now() >= deadline_) return;
  scheduler_.cancel(timer_);
  timer_ = scheduler_.at(scheduler_.now() + timing_.quiet, [this] {
    timer_ = {};
    end_step();
  });
}

void CaseDriver::end_step() {
  disarm();
  run_.end_step(scheduler_.wall_now());
  next_step();
}

void CaseDriver::give_up(std::string_view why) {
  disarm();
  run_.give_up(why);
  clean_up();
}

void CaseDriver::clean_up() {
  state_ = State::kCleaning;
  deletes_due_ = shadows_.size();
  // The end comes through a timer, as on_over must not be called from within start().
  const Duration patience = deletes_due_ == 0 ? Duration{} : timing_.arrival;
  timer_ = scheduler_.at(scheduler_.now() + patience, [this] {
    timer_ = {};
    end();
  });
  for (const std::string& shadow : shadows_)
    session_.publish({.tag = ++tag_, .topic = shadow + "delete", .payload = {}});
}

void CaseDriver::end() {
  disarm();
  state_ = State::kOver;
  on_over_();
}

void CaseDriver::disarm() {
  scheduler_.cancel(std::exchange(deadline_timer_, {}));
  scheduler_.cancel(std::exchange(timer_, {}));
}

}  // namespace shadowsim::conformance
