#pragma once

#include <cstdint>

#include "sim/packet/packet.h"
#include "sim/probe/desk.h"
#include "sim/probe/finding.h"
#include "sim/probe/sequence.h"

// What an endpoint delivers to a client that does not acknowledge.
namespace shadowsim::probe {

struct HoldTask {
  packet::Version version = packet::Version::kMqtt5;
  std::uint64_t configured = 0;  // deliveries of QoS 1 without a PUBACK
  std::uint64_t up_to = 0;       // above that
  double per_second = 0;         // how fast they are published, which no other quota may notice
};

// How many deliveries of QoS 1 come to a client that acknowledges none, and how soon one that is held back
// comes once it acknowledges. Source: account-quotas.md, section 5, Q4.
Sequence<Finding> find_hold(Desk& desk, HoldTask task);

struct GiveUpTask {
  HoldTask hold;  // with as many as are configured there is one more to be held back
  Duration configured{};
};

// How long a delivery that is not acknowledged holds its place: one that is held back comes then.
Sequence<Finding> find_give_up(Desk& desk, GiveUpTask task);

}  // namespace shadowsim::probe
