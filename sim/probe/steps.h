#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/probe/desk.h"
#include "sim/probe/reply.h"
#include "sim/probe/sequence.h"

// What probes do time and again: packets that they send, and steps of their sequences.
namespace shadowsim::probe {

// How long an answer may take before it is silence.
inline constexpr std::chrono::milliseconds kPatience{1500};

// --- packets

std::string connect_packet(packet::Version version, std::string_view client_id,
                           std::uint16_t keep_alive = 0);

struct Message {
  std::string topic{};
  std::string payload{};
  std::uint8_t qos = 1;
  bool retain = false;
  std::uint16_t packet_id = 0;  // with QoS 0: 0
  std::optional<std::uint16_t> alias{};
  std::size_t user_property_bytes = 0;  // of names and values; MQTT 5
};
std::string publish_packet(packet::Version version, const Message& message);

std::string subscribe_packet(packet::Version version, std::uint16_t packet_id,
                             const std::vector<std::string>& filters, std::uint8_t qos = 0);

// --- steps

// The next reply, whose line has then ended where it is an end; none at the deadline.
Sequence<std::optional<Reply>> next_reply(Desk& desk, TimePoint deadline);

// The reply of that kind and number to that line, or the line's end; silence where there is none in time.
// A shadow's answer also answers where it has no number. All other replies are lost.
Sequence<Reply> reply_to(Desk& desk, Line line, Reply::Kind kind, std::uint32_t number,
                         Duration patience);

// A connection with a client ID of its own, "NAME-SUFFIX", admitted; 0 where it is refused time and again.
Sequence<Line> enter(Desk& desk, packet::Version version, std::string suffix);

// As many, admitted side by side, their versions in turn; what is missing could not enter.
Sequence<std::vector<Line>> enter_all(Desk& desk, std::vector<packet::Version> versions,
                                      std::string suffix, std::size_t count);

// Whether all of these filters (at most eight) are granted, tried some times.
Sequence<bool> subscribe(Desk& desk, Line line, std::vector<std::string> filters);

// Lets time go by; what comes is lost.
Sequence<bool> rest(Desk& desk, Duration span);

// --- shadows

std::string shadow_topic(std::string_view thing, std::string_view shadow,
                         std::string_view operation);

// {"state":STATE,"clientToken":"p7"}
std::string update_payload(std::uint32_t number, std::string_view state);

}  // namespace shadowsim::probe
