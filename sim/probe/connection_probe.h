#pragma once

#include <cstdint>
#include <vector>

#include "sim/packet/packet.h"
#include "sim/probe/desk.h"
#include "sim/probe/finding.h"
#include "sim/probe/sequence.h"

namespace shadowsim::probe {

struct ConnectionsTask {
  std::uint64_t configured = 0;
  std::uint64_t up_to = 0;
  std::vector<packet::Version> versions;  // in turn; each sees one refusal
};

// Opens connections one after another until each version was refused one; the admitted ones must stay.
Sequence<Finding> find_connections(Desk& desk, ConnectionsTask task);

struct KeepAliveTask {
  packet::Version version = packet::Version::kMqtt5;
  std::uint16_t asked = 0;       // seconds
  std::uint16_t configured = 0;  // that should be in force, seconds
  double factor = 1.5;           // that makes of it the silence after which the connection ends
  bool waits = false;            // for that end, in silence; else reads what is told
};

// The keep-alive in force where one is asked for that is out of bounds: what MQTT 5 is told, and with `waits`
// how long the endpoint bears silence, within 10 %. Source: account-quotas.md, section 5, C4.
Sequence<Finding> find_keep_alive(Desk& desk, KeepAliveTask task);

}  // namespace shadowsim::probe
