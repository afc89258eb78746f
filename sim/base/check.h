#pragma once

#include <string_view>

#include <fmt/format.h>

namespace shadowsim {

// Prints where, what was expected and the values to stderr, and aborts the process.
[[noreturn]] void check_failed(const char* file, int line, const char* condition,
                               std::string_view details);

}  // namespace shadowsim

// States what must hold for the program to be right, in every build. The arguments after the
// condition are a format string and its values: SHADOWSIM_CHECK(a <= b, "a={} b={}", a, b).
// Never for bad input or for what the network does: those are values and events.
#define SHADOWSIM_CHECK(condition, ...)                                                      \
  do {                                                                                       \
    if (!(condition)) [[unlikely]]                                                           \
      ::shadowsim::check_failed(__FILE__, __LINE__, #condition, ::fmt::format(__VA_ARGS__)); \
  } while (false)
