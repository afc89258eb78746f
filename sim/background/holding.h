#pragma once

#include <cstdint>
#include <memory>

#include "sim/packet/packet.h"
#include "sim/probe/desk.h"
#include "sim/probe/finding.h"
#include "sim/probe/places.h"
#include "sim/probe/rate_probe.h"
#include "sim/probe/sequence.h"

// Sequences that take a share of a quota for a while, where probes look for its end. Of their findings, `found` is
// what was taken, in the limit's unit, `saw` what was refused, and the verdict kHolds where nothing was.
namespace shadowsim::background {

struct RateHold {
  double per_second = 0;      // requests, above 0
  std::uint32_t at_once = 1;  // how many of them are sent together, above 0
  Duration length{};
  std::shared_ptr<probe::RateLoad> load;
};

// Sends requests at that rate, evenly, and never makes up for one that came late: so in any time t there are at most
// `per_second * t + at_once` of them. Counts what is accepted.
probe::Sequence<probe::Finding> hold_rate(probe::Desk& desk, RateHold hold);

struct RoomHold {
  std::uint64_t count = 0;  // places
  Duration gap{};           // between two requests, above 0
  Duration clearing{};      // how long giving them back takes, before `length` is over
  Duration length{};
  std::shared_ptr<probe::TopicPlaces> places;
};

// Takes so many places, one each gap, and from then on asks for one of them again each gap, which also keeps their
// connections alive; at the end gives them back.
probe::Sequence<probe::Finding> hold_room(probe::Desk& desk, RoomHold hold);

struct StoringHold {
  packet::Version version = packet::Version::kMqtt5;
  double per_second = 0;  // messages, above 0
  std::size_t lines = 1;  // that publish them
  double drain = 0;       // per second, what a session is sent of what it has missed; above 0
  Duration length{};
};

// One client whose session is kept goes for a while, in which so many messages are published to it, comes back and
// takes them, again and again.
probe::Sequence<probe::Finding> hold_storing(probe::Desk& desk, StoringHold hold);

}  // namespace shadowsim::background
