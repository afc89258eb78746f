#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "sim/packet/packet_writing.h"
#include "sim/probe/probe.h"
#include "sim/time/virtual_time.h"

namespace shadowsim::probe {

// An endpoint as a function: what comes back of each packet that a probe sends, or that its line ends. Packets
// are as they were sent, one at a time, the CONNECT of a line included.
using Answering =
    std::function<std::vector<Event>(Line line, const packet::Frame& frame, TimePoint now)>;

// Plays one probe in virtual time, each answer a millisecond after its packet.
inline Finding play_alone(const Steps& steps, const Answering& answering) {
  VirtualTime time;
  Probe probe{"t", steps, time.now()};
  const auto carry_out = [&](Line line, std::string_view packets) {
    while (!packets.empty()) {
      const packet::Frame frame = packet::next_frame(packets).frame;
      for (Event& event : answering(line, frame, time.now()))
        time.at(
            time.now() + std::chrono::milliseconds{1},
            [&probe, &time, event = std::move(event)] { probe.desk().tell(event, time.now()); });
      packets.remove_prefix(frame.bytes.size());
    }
  };
  probe.start();
  TimerId ringing;
  for (int steps_most = 2'000'000; !probe.finding() && steps_most > 0; --steps_most) {
    for (const Order& order : probe.desk().take_orders()) {
      if (const auto* const open = std::get_if<Open>(&order)) carry_out(open->line, open->packet);
      if (const auto* const send = std::get_if<Send>(&order)) carry_out(send->line, send->packets);
    }
    time.cancel(ringing);
    if (const auto wakes = probe.desk().wakes_at())
      ringing = time.at(std::max(*wakes, time.now()), [&] { probe.desk().ring(time.now()); });
    if (!time.step()) break;
  }
  EXPECT_TRUE(probe.finding().has_value()) << "the probe does not come to an end";
  return probe.finding().value_or(Finding{});
}

// --- answers, in MQTT 5

inline Event connack(Line line, std::uint8_t code) {
  std::string bytes;
  packet::append_connack(bytes, packet::Version::kMqtt5, false, code, {});
  return Arrived{line, bytes};
}
inline Event puback(Line line, std::uint16_t id, std::uint8_t reason) {
  std::string bytes;
  packet::append_puback(bytes, packet::Version::kMqtt5, id, reason, {});
  return Arrived{line, bytes};
}
inline Event disconnect(Line line, std::uint8_t reason) {
  std::string bytes;
  packet::append_disconnect(bytes, reason, "");
  return Arrived{line, bytes};
}

}  // namespace shadowsim::probe
