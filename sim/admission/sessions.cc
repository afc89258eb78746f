#include "sim/admission/sessions.h"

#include <algorithm>
#include <chrono>

namespace shadowsim::admission {
namespace {

// By how much longer the broker keeps a session; then it has ended it for certain.
constexpr std::chrono::seconds kBrokersDelay{60};

}  // namespace

SessionHold Sessions::enter(const std::string& client_id, Version version, bool clean_start,
                            std::optional<std::uint32_t> wished_expiry, TimePoint now) {
  end_those_due(now);
  const auto [found, is_first] = kept_.try_emplace(client_id);
  Kept& kept = found->second;
  if (kept.due) due_.erase(*std::exchange(kept.due, std::nullopt));
  if (kept.session && kept.connections == 0) absent_.remove(*kept.session);
  const bool is_one_for_all_versions =
      account_ == nullptr || account_->quotas().is(quota::Flag::kSessionResumeAcrossMqttVersions);
  const bool is_resumed = !clean_start && kept.session &&
                          (is_one_for_all_versions || kept.session->version() == version);
  if (!is_resumed) {
    kept.session = std::make_shared<Session>(version, account_);
    kept.version = version;
    kept.connections = 0;
  }
  ++kept.connections;
  kept.session->enter();
  if (version == Version::kMqtt5) {
    kept.expiry = expiry(wished_expiry.value_or(0));
  } else {
    kept.expiry = clean_start ? 0 : expiry(kForEver);
  }
  return {*this, client_id, kept.session, now, !clean_start && !is_first && !is_resumed};
}

std::uint32_t Sessions::expiry(std::uint32_t wished) const {
  if (account_ == nullptr) return wished;
  const auto most = std::chrono::ceil<std::chrono::seconds>(
      account_->quotas().time(quota::Limit::kSessionExpiryMaxSeconds));
  return static_cast<std::uint32_t>(std::min<std::int64_t>(wished, most.count()));
}

std::uint32_t Sessions::brokers_expiry(std::uint32_t expiry) {
  constexpr auto kLonger = static_cast<std::uint32_t>(kBrokersDelay.count());
  return expiry == 0 || expiry >= kForEver - kLonger ? expiry : expiry + kLonger;
}

void Sessions::leave(const std::string& client_id, const Session& session, TimePoint at) {
  const auto found = kept_.find(client_id);
  if (found == kept_.end() || found->second.session.get() != &session)
    return;  // another one has begun
  Kept& kept = found->second;
  if (--kept.connections > 0) return;
  if (kept.expiry == 0) {
    kept_.erase(found);
    return;
  }
  absent_.add(*kept.session);
  if (kept.expiry == kForEver) return;
  kept.due = due_.emplace(at + std::chrono::seconds{kept.expiry}, client_id);
}

void Sessions::end_those_due(TimePoint now) {
  while (!due_.empty() && due_.begin()->first <= now) {
    const auto [at, client_id] = *due_.begin();
    due_.erase(due_.begin());
    const auto found = kept_.find(client_id);
    Kept& kept = found->second;
    kept.due.reset();
    if (kept.session) {
      absent_.remove(*kept.session);
      kept.session.reset();
      // With MQTT 3.1.1 the broker never ends it.
      if (kept.version == Version::kMqtt5)
        kept.due = due_.emplace(at + 2 * kBrokersDelay, client_id);
    } else {
      kept_.erase(found);
    }
  }
}

std::optional<std::uint32_t> SessionHold::keep(std::uint32_t wished) {
  const auto found = sessions_->kept_.find(client_id_);
  if (found == sessions_->kept_.end() || found->second.session != session_) return wished;
  std::uint32_t& expiry = found->second.expiry;
  if (wished > 0 && expiry == 0) return std::nullopt;
  expiry = sessions_->expiry(wished);
  return expiry;
}

void SessionHold::leave(TimePoint now) {
  if (sessions_ == nullptr) return;
  std::exchange(sessions_, nullptr)->leave(client_id_, *session_, now);
  session_.reset();
}

}  // namespace shadowsim::admission
