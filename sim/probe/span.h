#pragma once

#include <chrono>

#include "sim/base/units.h"

namespace shadowsim::probe {

// A span as a number of seconds, for reckoning with rates, and back.
inline double seconds(Duration span) {
  return std::chrono::duration<double>{span}.count();
}
inline Duration span_of(double seconds) {
  return std::chrono::round<Duration>(std::chrono::duration<double>{seconds});
}

}  // namespace shadowsim::probe
