#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace shadowsim::gateway {

// Deliveries of QoS 1 to a client: how many it may have to acknowledge at a time, how many it has, and the
// packets that are held back behind them. Mosquitto 2.0.11 forgets its own limit with the first PUBACK.
// Threads: one at a time.
// Source:  MQTT 5.0, section 4.9; AWS General Reference, "AWS IoT Core endpoints and quotas",
//          unacknowledged outbound publish requests per client.
class DeliveryWindow {
 public:
  // Before it is known: no limit.
  DeliveryWindow() = default;

  // `most`: deliveries without a PUBACK at a time; none: as many as come.
  explicit DeliveryWindow(std::optional<std::uint16_t> most) : most_{most} {}

  // A PUBLISH of QoS 1 has come from the broker: appends it, or holds it back.
  void deliver(std::string_view packet, std::string& to_client);

  // The client has acknowledged one: appends the oldest that is held back, if there is one.
  void acknowledged(std::string& to_client);

  // Of the packets that are held back.
  std::size_t held_bytes() const { return held_bytes_; }

 private:
  std::optional<std::uint16_t> most_;
  std::size_t unacknowledged_ = 0;
  std::deque<std::string> held_;
  std::size_t held_bytes_ = 0;
};

}  // namespace shadowsim::gateway
