#pragma once

#include <cstdint>
#include <vector>

#include "sim/scenario/scenario.h"

namespace shadowsim::demand {

// Bytes of the payloads on a shadow's topics. Requests are as long as we send them, but for their
// client tokens, which count as the longest; answers are estimates, as metadata and numbers vary.

// An update that sets the properties in desired, in reported, or in both.
std::uint64_t update_bytes(const std::vector<scenario::Property>& properties, bool in_both);

// A get.
std::uint64_t get_bytes();

// What the service publishes for such an update: update/accepted; a delta is about as long. It repeats
// the properties and says of each when it was set.
std::uint64_t answer_bytes(const std::vector<scenario::Property>& properties, bool in_both);

// get/accepted, for a state of so many bytes in desired and reported together.
std::uint64_t document_bytes(std::uint64_t state_bytes);

// A PUBLISH with such a payload on a topic, as AWS counts a connection's bytes: the whole packet.
std::uint64_t packet_bytes(std::uint64_t topic_bytes, std::uint64_t payload_bytes);

}  // namespace shadowsim::demand
