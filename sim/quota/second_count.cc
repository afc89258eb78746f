#include "sim/quota/second_count.h"

#include <chrono>

namespace shadowsim::quota {

std::uint64_t SecondCount::add(std::uint64_t more, TimePoint now) {
  const std::int64_t second =
      std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
  if (second != second_) count_ = 0;
  second_ = second;
  return count_ += more;
}

}  // namespace shadowsim::quota
