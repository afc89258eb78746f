#pragma once

#include <cstdint>

#include "sim/packet/packet.h"
#include "sim/probe/desk.h"
#include "sim/probe/finding.h"
#include "sim/probe/sequence.h"

// What an endpoint keeps for a client that is away.
namespace shadowsim::probe {

struct ExpiryTask {
  packet::Version version = packet::Version::kMqtt5;
  Duration configured{};  // of a session, some seconds at least
};

// Whether a session is still there a tenth of its time before it ends, and not a tenth, or half a second,
// after. Source: account-quotas.md, section 5, Q3.
Sequence<Finding> find_session_expiry(Desk& desk, ExpiryTask task);

struct DrainTask {
  packet::Version version = packet::Version::kMqtt5;
  double configured = 0;  // messages per second that come to who is back
  double burst = 0;       // that come at once
  double per_second = 0;  // how fast they are published, which no other quota may notice
  Duration window{};
};

// How many messages are published meanwhile: more than come within a second and the window.
std::uint64_t messages_to_miss(const DrainTask& task);

// How fast what was missed comes to a client that is back. Source: account-quotas.md, section 5, Q1.
Sequence<Finding> find_drain(Desk& desk, DrainTask task);

struct StoringTask {
  packet::Version version = packet::Version::kMqtt5;
  double configured = 0;  // messages per second that are stored
  double burst = 0;
  double offered = 0;     // messages per second, above what is configured
  std::size_t lines = 1;  // that publish
  double drain = 0;       // messages per second that come to who is back
  Duration window{};
};

// How many messages a second are stored for a client that is away: what comes of them when it is back.
// Source: account-quotas.md, section 5, Q2.
Sequence<Finding> find_storing(Desk& desk, StoringTask task);

}  // namespace shadowsim::probe
