#pragma once

#include "sim/mqtt/interposition.h"

namespace shadowsim::mqtt::paho {

// Whose call it is that arrives at one of our definitions of C library functions.
// Threads: any thread.

using mqtt::is_interposed;
using mqtt::next_definition;

// Learns where Paho's C library is loaded, so that is_paho() can answer. False where it is not.
bool find_paho() noexcept;

// Whether the code at this return address is Paho's. False before find_paho(). Cheap, and safe in
// a signal handler.
bool is_paho(const void* return_address) noexcept;

}  // namespace shadowsim::mqtt::paho
