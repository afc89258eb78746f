#pragma once

#include <cstddef>

#include "sim/packet/packet.h"
#include "sim/probe/desk.h"
#include "sim/probe/finding.h"
#include "sim/probe/sequence.h"

namespace shadowsim::probe {

struct ThroughputTask {
  packet::Version version = packet::Version::kMqtt5;
  double configured = 0;         // bytes per second
  double burst = 0;              // bytes
  double offered = 0;            // bytes per second
  std::size_t packet_bytes = 0;  // of each PUBLISH, some more than 100
  Duration window{};
};

// Publishes more bytes than may pass, at most a second's worth ahead of what was acknowledged, and counts what
// is taken within the window. Nothing may be lost. Source: account-quotas.md, section 5, P5.
Sequence<Finding> find_throughput(Desk& desk, ThroughputTask task);

}  // namespace shadowsim::probe
