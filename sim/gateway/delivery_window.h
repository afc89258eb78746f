#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

  // A PUBLISH of QoS 1 is to be delivered: appends it, or holds it back.
  void deliver(std::uint16_t packet_id, std::string_view packet, std::string& to_client);

  // The client has acknowledged one: appends the oldest that is held back, if there is one.
  void acknowledged(std::uint16_t packet_id, std::string& to_client);

  // Whether a PUBLISH of that ID is held back or not acknowledged. Always false where there is no limit.
  bool awaits(std::uint16_t packet_id) const;

  // Of the packets that are held back.
  std::size_t held_bytes() const { return held_bytes_; }

 private:
  struct Held {
    std::uint16_t packet_id;
    std::string packet;
  };

  std::optional<std::uint16_t> most_;
  std::vector<std::uint16_t> unacknowledged_;  // with a limit
  std::deque<Held> held_;
  std::size_t held_bytes_ = 0;
};

}  // namespace shadowsim::gateway
