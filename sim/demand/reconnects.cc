#include "sim/demand/reconnects.h"

#include "sim/connection/manners.h"
#include "sim/time/clock.h"

namespace shadowsim::demand {

using connection::Manners;

Reconnects::Reconnects(const scenario::Scenario& scenario, std::uint64_t sessions,
                       const Random& random)
    : steps_{scenario.disconnects()} {
  if (steps_.empty()) return;
  const Manners manners = scenario.fleet.careful ? Manners{} : Manners::careless();
  machines_.reserve(sessions);
  for (std::uint64_t session = 0; session < sessions; ++session)
    machines_.emplace_back(manners, random.split(session));
}

void Reconnects::connect(Duration at, std::uint64_t session) {
  if (!steps_.empty()) come(connection::StartRequested{}, at, session);
}

std::optional<Reconnect> Reconnects::next(Duration until) {
  for (; next_step_ < steps_.size(); ++next_step_) {
    const auto& [at, step] = steps_[next_step_];
    if (at > until || (!due_.empty() && due_.top().at < at)) break;
    drop(at, step);
  }
  if (due_.empty() || due_.top().at > until) return std::nullopt;
  const Reconnect again = due_.top();
  due_.pop();
  come(connection::RetryDue{}, again.at, again.session);
  return again;
}

void Reconnects::come(const connection::Event& why, Duration at, std::uint64_t session) {
  std::vector<connection::Action> known;
  machines_[session].step(why, TimePoint{at}, known);
  machines_[session].step(connection::ConnectSucceeded{}, TimePoint{at}, known);
  there_.push_back(session);
}

void Reconnects::drop(Duration at, const scenario::Disconnect& step) {
  std::vector<std::uint64_t> staying;
  std::vector<connection::Action> actions;
  for (std::size_t place = 0; place < there_.size(); ++place) {
    const std::uint64_t session = there_[place];
    if (!step.takes(place)) {
      staying.push_back(session);
      continue;
    }
    actions.clear();
    machines_[session].step(connection::ConnectionEnded{}, TimePoint{at}, actions);
    for (const auto& action : actions) {
      if (const auto* const retry = std::get_if<connection::ArmRetry>(&action))
        due_.push({.at = retry->when.time_since_epoch(), .session = session});
    }
  }
  there_ = std::move(staying);
}

}  // namespace shadowsim::demand
