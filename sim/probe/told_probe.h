#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "sim/packet/properties.h"
#include "sim/probe/desk.h"
#include "sim/probe/finding.h"
#include "sim/probe/packets.h"
#include "sim/probe/sequence.h"

// Limits that an endpoint tells with MQTT 5 and does not refuse by.
namespace shadowsim::probe {

using Told = Sequence<std::optional<std::uint32_t>>;

struct ToldTask {
  std::function<Told(Desk& desk)> ask;  // comes to none where there was no answer
  double configured = 0;
  double tolerance = 0;           // how much less may be told
  std::optional<double> asked{};  // in the limit's place; none: it is told unasked
};

// What is told, and whether that is what is configured. Where what was asked for comes back there is no limit.
Sequence<Finding> find_told(Desk& desk, ToldTask task);

// That property of the CONNACK; `unless_told` is what holds without it.
// Source: MQTT 5.0, section 3.2.2.3.
Told told_by_connack(Desk& desk, Greeting greeting, packet::PropertyId property,
                     std::uint32_t unless_told);

// The message expiry with which a message arrives that was published with that one.
Told told_by_delivery(Desk& desk, std::uint32_t expiry);

}  // namespace shadowsim::probe
