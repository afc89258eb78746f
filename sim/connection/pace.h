#pragma once

#include <cstdint>
#include <optional>

#include "sim/connection/manners.h"
#include "sim/quota/token_bucket.h"
#include "sim/time/clock.h"

namespace shadowsim::connection {

// Keeps what a client sends within an allowance: a token bucket of its own, or none where there is
// nothing to keep to. What may not go out yet is not lost, its sender asks again after wait().
// Threads: one at a time.
// Time:    `now` is passed in; never reads a clock.
class Pace {
 public:
  // Nothing was sent before. Requires: a burst of at least 1 where there is a rate.
  explicit Pace(const Allowance& allowance);

  // How long until so much may go out; 0: now. More than the burst counts as the burst.
  Duration wait(std::uint64_t amount, TimePoint now);

  // So much goes out. Requires: wait() says so.
  void take(std::uint64_t amount, TimePoint now);

 private:
  std::uint64_t burst_;
  std::optional<quota::TokenBucket> bucket_;
};

}  // namespace shadowsim::connection
