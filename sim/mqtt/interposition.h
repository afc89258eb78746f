#pragma once

namespace shadowsim::mqtt {

// What our definitions of C library functions have in common. A function that the program itself
// defines takes the place of the C library's for every shared library of the process; that is how
// the sockets and waits of client libraries are cured without patching them.
// Threads: any thread.

// The definition of `name` that ours stands in front of: a sanitizer's, where the program is built
// with one, otherwise the C library's. Aborts where there is none, which no program with a C
// library sees. Look up once and keep the answer.
void* next_definition(const char* name) noexcept;

// Whether the calls of shared libraries to `name` arrive at `ours`, a function of the program.
bool is_interposed(const char* name, const void* ours) noexcept;

}  // namespace shadowsim::mqtt
