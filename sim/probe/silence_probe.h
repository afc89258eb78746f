#pragma once

#include <cstdint>

#include "sim/packet/packet.h"
#include "sim/probe/desk.h"
#include "sim/probe/finding.h"
#include "sim/probe/sequence.h"

// How long an endpoint bears silence.
namespace shadowsim::probe {

// Silence that is longer is not waited for.
inline constexpr std::chrono::seconds kSilenceMost{40};

struct KeepAliveTask {
  enum class Sought : std::uint8_t {
    kTold,     // the keep-alive in force as it is told
    kInForce,  // the same as the end shows it
    kFactor,   // that makes of the one that is told the silence after which the connection ends
  };

  packet::Version version = packet::Version::kMqtt5;
  Sought sought = Sought::kTold;
  std::uint16_t asked = 0;       // seconds
  std::uint16_t configured = 0;  // that should be in force, seconds
  double factor = 1.5;           // that should make of it the silence that is borne
};

// The keep-alive in force where one is asked for that is out of bounds: what MQTT 5 is told, and how long the
// endpoint bears silence, within 10 %. Source: account-quotas.md, section 5, C4.
Sequence<Finding> find_keep_alive(Desk& desk, KeepAliveTask task);

// How long a connection may take to say what it is, within 10 %.
Sequence<Finding> find_first_packet_timeout(Desk& desk, Duration configured);

}  // namespace shadowsim::probe
