#include "sim/time/system_clock.h"

#include <chrono>

namespace shadowsim {

TimePoint SystemClock::now() const {
  return TimePoint{std::chrono::steady_clock::now().time_since_epoch()};
}

WallTime SystemClock::wall_now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace shadowsim
