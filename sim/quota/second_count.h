#pragma once

#include <cstdint>

#include "sim/time/clock.h"

namespace shadowsim::quota {

// How many there are in a second of the clock.
// Time: passed in.
class SecondCount {
 public:
  // Counts so many more; how many there have been in this second so far.
  std::uint64_t add(std::uint64_t more, TimePoint now);

 private:
  std::int64_t second_ = -1;
  std::uint64_t count_ = 0;
};

}  // namespace shadowsim::quota
