#include "sim/gateway/delivery_window.h"

#include <algorithm>

namespace shadowsim::gateway {

void DeliveryWindow::deliver(std::string_view packet, std::string& to_client) {
  if (most_ && unacknowledged_ >= *most_) {
    held_.emplace_back(packet);
    held_bytes_ += packet.size();
    return;
  }
  ++unacknowledged_;
  to_client += packet;
}

void DeliveryWindow::acknowledged(std::string& to_client) {
  unacknowledged_ -= std::min<std::size_t>(unacknowledged_, 1);
  if (held_.empty()) return;
  ++unacknowledged_;
  held_bytes_ -= held_.front().size();
  to_client += held_.front();
  held_.pop_front();
}

}  // namespace shadowsim::gateway
