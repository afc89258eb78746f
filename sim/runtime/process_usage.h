#pragma once

#include <cstdint>

#include "sim/base/units.h"

namespace shadowsim::runtime {

// What this process has used so far. Children are not counted: the embedded endpoint is no part of
// the harness.
struct ProcessUsage {
  Duration cpu{};                  // user and system
  std::uint64_t peak_rss_kib = 0;  // the most memory that was resident at a time
};

// Source: getrusage(2).
ProcessUsage process_usage();

// User and system time that the calling thread has used so far. Source: as above.
Duration thread_cpu();

}  // namespace shadowsim::runtime
