#pragma once

namespace shadowsim::mqtt::paho {

// Paho C 1.3.12 leaves Nagle's algorithm on and has no option for it: a PUBLISH that follows a
// PUBACK then waits for the peer's delayed acknowledgement, some 40 ms. The cure is a connect() of
// ours, defined beside this function: it sets TCP_NODELAY on every internet stream socket of the
// process that is about to connect, and calls the C library's.
//
// Whether that connect() is in force for Paho. Naming this function is also what links it into a
// program.
bool tcp_no_delay_is_in_force() noexcept;

}  // namespace shadowsim::mqtt::paho
