#include "sim/gateway/delivery_window.h"

#include <algorithm>

namespace shadowsim::gateway {

void DeliveryWindow::deliver(std::uint16_t packet_id, std::string_view packet,
                             std::string& to_client) {
  if (most_ && unacknowledged_.size() >= *most_) {
    held_.push_back({packet_id, std::string{packet}});
    held_bytes_ += packet.size();
    return;
  }
  if (most_) unacknowledged_.push_back(packet_id);
  to_client += packet;
}

void DeliveryWindow::acknowledged(std::uint16_t packet_id, std::string& to_client) {
  const auto found = std::ranges::find(unacknowledged_, packet_id);
  if (found == unacknowledged_.end()) return;
  unacknowledged_.erase(found);
  if (held_.empty()) return;
  unacknowledged_.push_back(held_.front().packet_id);
  held_bytes_ -= held_.front().packet.size();
  to_client += held_.front().packet;
  held_.pop_front();
}

bool DeliveryWindow::awaits(std::uint16_t packet_id) const {
  return std::ranges::find(unacknowledged_, packet_id) != unacknowledged_.end() ||
         std::ranges::find(held_, packet_id, &Held::packet_id) != held_.end();
}

}  // namespace shadowsim::gateway
