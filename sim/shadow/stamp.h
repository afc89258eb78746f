#pragma once

#include <chrono>
#include <cstdint>

#include "sim/time/clock.h"

namespace shadowsim::shadow {

// The service's time of an update: whole seconds since 1970, UTC, as it stands in metadata.
using Timestamp = std::chrono::sys_seconds;

// The number of accepted updates of a shadow, 1 for its first document. Zero means that there is no
// document. Goes on after a delete.
using Version = std::uint64_t;

// The second that `now` lies in.
inline Timestamp to_timestamp(WallTime now) {
  return std::chrono::floor<std::chrono::seconds>(now);
}

}  // namespace shadowsim::shadow
