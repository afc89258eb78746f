#include "sim/terminal/complaint.h"

#include <cstdio>

#include <fmt/format.h>

namespace shadowsim::terminal {

ExitCode fail(const Error& error) {
  fmt::print(stderr, "shadowsim: {}\n", error.message);
  return exit_code_of(error.kind);
}

ExitCode fail_reading(const Error& error) {
  fmt::print(stderr, "{}\n", error.message);
  return exit_code_of(error.kind);
}

}  // namespace shadowsim::terminal
