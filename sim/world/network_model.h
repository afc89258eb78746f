#pragma once

#include "sim/base/delay_distribution.h"

namespace shadowsim::world {

// What the way between a client and the broker does to a packet.
struct NetworkModel {
  DelayDistribution up = DelayDistribution::constant(std::chrono::microseconds{100});
  DelayDistribution down = DelayDistribution::constant(std::chrono::microseconds{100});

  // The share of messages to clients that arrive twice, as QoS 1 allows; 0 to 1.
  double duplicate_share = 0;

  // Whether packets may overtake one another on the way to a client. A single TCP connection keeps
  // their order, but AWS promises none between messages.
  // Source:  Device Shadow guide, "Message order".
  bool keeps_order = true;
};

}  // namespace shadowsim::world
