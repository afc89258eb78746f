#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/probe/desk.h"
#include "sim/probe/packets.h"
#include "sim/probe/reply.h"
#include "sim/probe/sequence.h"

// Steps that probes take time and again.
namespace shadowsim::probe {

// How long an answer may take before it is silence.
inline constexpr std::chrono::milliseconds kPatience{1500};

// The next reply, whose line has then ended where it is an end; none at the deadline.
Sequence<std::optional<Reply>> next_reply(Desk& desk, TimePoint deadline);

// The reply of that kind and number to that line, or the line's end; silence where there is none in time.
// A shadow's answer also answers where it has no number. All other replies are lost.
Sequence<Reply> reply_to(Desk& desk, Line line, Reply::Kind kind, std::uint32_t number,
                         Duration patience);

// The next packet of that type on that line, whole; none at the line's end or at the deadline. All others are
// lost.
Sequence<std::optional<std::string>> packet_of(Desk& desk, Line line, packet::PacketType type,
                                               TimePoint deadline);

// A connection with a client ID of its own, "NAME-SUFFIX", admitted; 0 where it is refused time and again.
Sequence<Line> enter(Desk& desk, packet::Version version, std::string suffix);

// As many, admitted side by side, their versions in turn; what is missing could not enter.
Sequence<std::vector<Line>> enter_all(Desk& desk, std::vector<packet::Version> versions,
                                      std::string suffix, std::size_t count);

// A connection that was let in, and the CONNACK that said so.
struct Entrance {
  Line line = 0;
  std::string connack{};
};

// One that begins with this greeting, tried some times; none where it is refused time and again.
Sequence<std::optional<Entrance>> come_in(Desk& desk, packet::Version version, Greeting greeting);

// Whether all of these filters (at most eight) are granted, tried some times.
Sequence<bool> subscribe(Desk& desk, Line line, std::vector<std::string> filters,
                         std::uint8_t qos = 0);

// Lets time go by; what comes is lost.
Sequence<bool> rest(Desk& desk, Duration span);

}  // namespace shadowsim::probe
