#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/time/clock.h"

namespace shadowsim::gateway {

// Deliveries of QoS 1 to a client: how many it may have to acknowledge at a time, how many it has, and the
// packets that are held back behind them. Mosquitto 2.0.11 forgets its own limit with the first PUBACK. What is not
// acknowledged for too long is given up: its place is free, and its acknowledgement counts for nothing. Where that
// packet ID is in use again then, the first acknowledgement is that of the one given up, as clients acknowledge in
// order: so none counts for a message that the client may not have had.
// Threads: one at a time.
// Time:    passed in, and never less than before.
// Source:  MQTT 5.0, sections 4.6 and 4.9; AWS General Reference, "AWS IoT Core endpoints and quotas",
//          unacknowledged outbound publish requests per client, maximum retry interval for delivering QoS 1.
class DeliveryWindow {
 public:
  // Before it is known: no limit.
  DeliveryWindow() = default;

  // `most`: deliveries without a PUBACK at a time; none: as many as come. `patience`: for how long one may be without
  // its PUBACK; none: for ever. Requires: a limit, and above zero, where there is patience.
  explicit DeliveryWindow(std::optional<std::uint16_t> most,
                          std::optional<Duration> patience = std::nullopt);

  // A PUBLISH of QoS 1 is to be delivered: appends it, or holds it back.
  void deliver(std::uint16_t packet_id, std::string_view packet, TimePoint now,
               std::string& to_client);

  // The client has acknowledged one: appends the oldest that is held back, if there is one. False: it was given
  // up, and nobody is to hear of it.
  bool acknowledged(std::uint16_t packet_id, TimePoint now, std::string& to_client);

  // How long until one is to be given up, if it is not acknowledged, and at least for how long none is, whatever is
  // delivered meanwhile; none: there is patience for ever.
  std::optional<Duration> until_giving_up(TimePoint now) const;

  // Gives up the one that has been under way for the longest time, and appends the oldest that is held back, if there
  // is one. The packet ID of what is given up. Requires: until_giving_up() is zero.
  std::uint16_t give_up(TimePoint now, std::string& to_client);

  // Whether a PUBLISH of that ID is held back, or not acknowledged and not given up. Always false where there is no
  // limit.
  bool awaits(std::uint16_t packet_id) const;

  // How many the client has to acknowledge; 0 where there is no limit.
  std::size_t unacknowledged() const { return unacknowledged_.size(); }

  // Of the packets that are held back.
  std::size_t held_bytes() const { return held_bytes_; }

 private:
  struct Held {
    std::uint16_t packet_id;
    std::string packet;
  };

  struct UnderWay {
    std::uint16_t packet_id;
    TimePoint since;
  };

  void send_next_held(TimePoint now, std::string& to_client);

  std::optional<std::uint16_t> most_;
  std::optional<Duration> patience_;
  std::vector<UnderWay> unacknowledged_;  // with a limit; by age
  std::set<std::uint16_t> given_up_;
  std::deque<Held> held_;
  std::size_t held_bytes_ = 0;
};

}  // namespace shadowsim::gateway
