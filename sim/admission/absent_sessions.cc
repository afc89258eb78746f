#include "sim/admission/absent_sessions.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

namespace shadowsim::admission {
namespace {

using quota::Limit;

bool is_stored_for(const std::string& filter, std::uint8_t qos) {
  return qos > 0 && shared_group_of(filter).empty();
}

}  // namespace

void AbsentSessions::add(Session& session) {
  if (account_ == nullptr) return;
  for (const auto& [filter, qos] : session.subscriptions()) {
    if (is_stored_for(filter, qos)) filters_.add(filter, session);
  }
}

void AbsentSessions::remove(Session& session) {
  if (account_ == nullptr) return;
  for (const auto& [filter, qos] : session.subscriptions()) {
    if (is_stored_for(filter, qos)) filters_.remove(filter, session);
  }
}

void AbsentSessions::publish(std::string_view topic, std::string_view payload, Counters& counters,
                             TimePoint now) {
  if (filters_.is_empty()) return;
  std::vector<Session*> found = filters_.matching(topic);
  if (found.empty()) return;
  // The broker stores one for each filter that matches, the service one for each session.
  std::ranges::sort(found);
  std::vector<Session*> sessions;
  std::ranges::unique_copy(found, std::back_inserter(sessions));
  const auto first = static_cast<std::ptrdiff_t>(turn_++ % sessions.size());
  std::rotate(sessions.begin(), sessions.begin() + first, sessions.end());
  for (Session* const session : sessions) {
    if (account_->take_queued(now)) {
      counters.count(Metric::kQueuedSuccess);
      continue;
    }
    counters.count_refusal(Metric::kQueuedThrottle,
                           std::string{row_of(Limit::kQueuedMessagesPerSecondPerAccount).key});
    for (auto copies = std::ranges::count(found, session); copies > 0; --copies)
      session->not_stored().add(topic, payload);
  }
}

}  // namespace shadowsim::admission
