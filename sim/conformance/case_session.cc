#include "sim/conformance/case_session.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace shadowsim::conformance {
namespace {

// Tags of a session's publishes: the case in the upper bits, its publishes in the lower ones.
constexpr unsigned kTagBits = 16;

}  // namespace

CaseSession::CaseSession(const std::vector<CaseOnThing>& cases, const mqtt::SessionOptions& options,
                         const Timing& timing, Scheduler& scheduler, mqtt::SessionFactory& sessions,
                         mqtt::Mailbox& mailbox, std::function<void(End)> on_end)
    : timing_(timing),
      scheduler_(scheduler),
      session_(sessions.make(options, mailbox)),
      on_end_(std::move(on_end)),
      refusals_(cases.size()) {
  for (const CaseOnThing& assigned : cases) {
    const std::size_t index = drivers_.size();
    drivers_.push_back(
        std::make_unique<CaseDriver>(*assigned.conversation, assigned.thing, timing,
                                     static_cast<mqtt::PublishTag>(index << kTagBits), scheduler,
                                     *session_, [this] { leave_when_over(); }));
    for (auto& topic : drivers_.back()->response_topics())
      filters_.push_back({std::move(topic), index});
  }
}

CaseSession::~CaseSession() {
  scheduler_.cancel(suback_timer_);
}

void CaseSession::on(const mqtt::Delivery& delivery) {
  if (has_ended_) return;
  if (std::holds_alternative<mqtt::Connected>(delivery.event)) {
    subscribe_next();
  } else if (const auto* failed = std::get_if<mqtt::ConnectFailed>(&delivery.event)) {
    failure_ = mqtt::to_text(*failed);
    end(End::kNotConnected);
  } else if (const auto* subscribed = std::get_if<mqtt::Subscribed>(&delivery.event)) {
    on_subscribed(*subscribed);
  } else if (const auto* message = std::get_if<mqtt::MessageArrived>(&delivery.event)) {
    for (const auto& driver : drivers_)
      driver->on(*message);
  } else if (const auto* publish = std::get_if<mqtt::PublishCompleted>(&delivery.event)) {
    drivers_[publish->tag >> kTagBits]->on(*publish);
  } else if (const auto* lost = std::get_if<mqtt::ConnectionLost>(&delivery.event)) {
    failure_ =
        lost->text.empty() ? "the connection was lost" : "the connection was lost: " + lost->text;
    end(End::kConnectionLost);
  } else {
    end(End::kDone);  // Disconnected
  }
}

void CaseSession::subscribe_next() {
  std::vector<std::string> filters;
  for (; asked_ < filters_.size() && filters.size() < kFiltersPerSubscribe; ++asked_)
    filters.push_back(filters_[asked_].topic);
  if (filters.empty()) return start_cases();
  suback_timer_ = scheduler_.at(scheduler_.now() + timing_.arrival, [this] {
    suback_timer_ = {};
    refuse_all("the endpoint did not answer a SUBSCRIBE");
  });
  session_->subscribe(std::move(filters));
}

void CaseSession::on_subscribed(const mqtt::Subscribed& subscribed) {
  if (suback_timer_ == TimerId{}) return;  // too late
  scheduler_.cancel(std::exchange(suback_timer_, {}));
  for (const mqtt::ReasonCode code : subscribed.codes) {
    if (granted_ == asked_) break;
    const Filter& filter = filters_[granted_++];
    std::string& refusal = refusals_[filter.driver];
    if (mqtt::is_failure(code) && refusal.empty())
      refusal = fmt::format("the endpoint refused the subscription to {}: SUBACK 0x{:02X} ({})",
                            filter.topic, code, mqtt::to_text(code));
  }
  granted_ = asked_;
  subscribe_next();
}

void CaseSession::refuse_all(const std::string& why) {
  for (const auto& driver : drivers_)
    driver->refuse(why);
}

void CaseSession::start_cases() {
  for (std::size_t index = 0; index < drivers_.size(); ++index) {
    if (refusals_[index].empty())
      drivers_[index]->start();
    else
      drivers_[index]->refuse(refusals_[index]);
  }
}

void CaseSession::leave_when_over() {
  const auto is_over = [](const auto& driver) { return driver->is_over(); };
  if (std::all_of(drivers_.begin(), drivers_.end(), is_over)) session_->disconnect();
}

void CaseSession::end(End how) {
  has_ended_ = true;
  scheduler_.cancel(std::exchange(suback_timer_, {}));
  for (const auto& driver : drivers_)
    driver->abandon(failure_);
  on_end_(how);
}

}  // namespace shadowsim::conformance
