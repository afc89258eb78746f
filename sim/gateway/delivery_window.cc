#include "sim/gateway/delivery_window.h"

#include <algorithm>

#include "sim/base/check.h"

namespace shadowsim::gateway {

DeliveryWindow::DeliveryWindow(std::optional<std::uint16_t> most, std::optional<Duration> patience)
    : most_{most}, patience_{patience} {
  SHADOWSIM_CHECK(!patience || (most && *patience > Duration::zero()),
                  "what is under way is known with a limit, and takes its time");
}

void DeliveryWindow::deliver(std::uint16_t packet_id, std::string_view packet, TimePoint now,
                             std::string& to_client) {
  if (most_ && unacknowledged_.size() >= *most_) {
    held_.push_back({packet_id, std::string{packet}});
    held_bytes_ += packet.size();
    return;
  }
  if (most_) unacknowledged_.push_back({packet_id, now});
  to_client += packet;
}

bool DeliveryWindow::acknowledged(std::uint16_t packet_id, TimePoint now, std::string& to_client) {
  if (!given_up_.empty() && given_up_.erase(packet_id) != 0) return false;
  const auto found = std::ranges::find(unacknowledged_, packet_id, &UnderWay::packet_id);
  if (found == unacknowledged_.end()) return true;
  unacknowledged_.erase(found);
  send_next_held(now, to_client);
  return true;
}

std::optional<Duration> DeliveryWindow::until_giving_up(TimePoint now) const {
  if (!patience_ || unacknowledged_.empty()) return patience_;
  return std::max(unacknowledged_.front().since + *patience_ - now, Duration::zero());
}

std::uint16_t DeliveryWindow::give_up(TimePoint now, std::string& to_client) {
  const std::uint16_t packet_id = unacknowledged_.front().packet_id;
  unacknowledged_.erase(unacknowledged_.begin());
  given_up_.insert(packet_id);
  send_next_held(now, to_client);
  return packet_id;
}

bool DeliveryWindow::awaits(std::uint16_t packet_id) const {
  return std::ranges::find(unacknowledged_, packet_id, &UnderWay::packet_id) !=
             unacknowledged_.end() ||
         std::ranges::find(held_, packet_id, &Held::packet_id) != held_.end();
}

void DeliveryWindow::send_next_held(TimePoint now, std::string& to_client) {
  if (held_.empty()) return;
  unacknowledged_.push_back({held_.front().packet_id, now});
  held_bytes_ -= held_.front().packet.size();
  to_client += held_.front().packet;
  held_.pop_front();
}

}  // namespace shadowsim::gateway
