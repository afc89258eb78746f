#pragma once

namespace shadowsim::mqtt::paho {

// What our definitions of C library functions have in common. A function that the program itself
// defines takes the place of the C library's for every shared library of the process, Paho's among
// them; that is how Paho's sockets and waits are cured without a patched Paho.
// Threads: any thread.

// The definition of `name` that ours stands in front of: a sanitizer's, where the program is built
// with one, otherwise the C library's. Aborts where there is none, which no program with a C
// library sees. Look up once and keep the answer.
void* next_definition(const char* name) noexcept;

// Whether the calls of shared libraries to `name` arrive at `ours`, a function of the program.
bool is_interposed(const char* name, const void* ours) noexcept;

// Learns where Paho's C library is loaded, so that is_paho() can answer. False where it is not.
bool find_paho() noexcept;

// Whether the code at this return address is Paho's. False before find_paho(). Cheap, and safe in
// a signal handler.
bool is_paho(const void* return_address) noexcept;

}  // namespace shadowsim::mqtt::paho
