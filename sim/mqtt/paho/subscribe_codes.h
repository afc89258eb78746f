#pragma once

#include <vector>

#include <mqtt/token.h>

#include "sim/mqtt/event.h"

namespace shadowsim::mqtt::paho {

// The server's code for each filter of a SUBSCRIBE that it has answered, in their order. Paho C++ 1.2 has them
// in the token, but gives them out only where the first of them is a success, and throws otherwise.
std::vector<ReasonCode> subscribe_codes(const ::mqtt::token& token);

}  // namespace shadowsim::mqtt::paho
