#include "sim/gateway/backlog.h"

#include <algorithm>
#include <utility>

#include "sim/base/check.h"

namespace shadowsim::gateway {
Backlog::Backlog(admission::Session& session, quota::TokenBucket pace)
    : session_{&session}, entry_{session.entries()}, pace_{pace}, is_catching_up_{true} {}

bool Backlog::answered() {
  const bool was_catching_up = is_catching_up_;
  is_catching_up_ = is_catching_up_ && std::exchange(has_come_, false);
  if (was_catching_up && !is_catching_up_ && !is_stale()) session_->not_stored().clear();
  return is_catching_up_;
}

bool Backlog::is_not_stored(std::string_view topic, std::string_view payload) {
  if (!is_catching_up_ || is_stale() || !session_->not_stored().take(topic, payload)) return false;
  has_come_ = true;
  return true;
}

void Backlog::add(std::string_view packet, TimePoint now) {
  has_come_ = true;
  session_->kept().push_back({std::string{packet}, now});
}

std::optional<Duration> Backlog::wait(TimePoint now) {
  if (is_stale() || sent_.size() == session_->kept().size()) return std::nullopt;
  return pace_->wait(1, now);
}

Backlog::Sending Backlog::send(std::uint16_t packet_id, packet::Version version, TimePoint now) {
  pace_->take(1, now);
  const admission::KeptMessage& kept = session_->kept().at(sent_.size());
  auto publish = packet::read_publish(packet::next_frame(kept.packet).frame, version);
  SHADOWSIM_CHECK(publish, "what is kept is no PUBLISH");
  publish->packet_id = packet_id;
  publish->duplicate = false;
  sent_.push_back(packet_id);
  return {*std::move(publish), now - kept.came};
}

bool Backlog::has_sent(std::uint16_t packet_id) const {
  return std::ranges::find(sent_, packet_id) != sent_.end();
}

bool Backlog::finish(std::uint16_t packet_id) {
  const auto found = std::ranges::find(sent_, packet_id);
  if (found == sent_.end()) return false;
  if (!is_stale()) session_->kept().erase(session_->kept().begin() + (found - sent_.begin()));
  sent_.erase(found);
  return true;
}

}  // namespace shadowsim::gateway
