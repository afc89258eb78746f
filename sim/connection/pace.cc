#include "sim/connection/pace.h"

#include <algorithm>

#include "sim/base/check.h"

namespace shadowsim::connection {

Pace::Pace(const Allowance& allowance) : burst_{allowance.burst} {
  if (allowance.is_limited()) bucket_.emplace(allowance.rate, allowance.burst, TimePoint{});
}

Duration Pace::wait(std::uint64_t amount, TimePoint now) {
  return bucket_ ? bucket_->wait(std::min(amount, burst_), now) : Duration::zero();
}

void Pace::take(std::uint64_t amount, TimePoint now) {
  if (!bucket_) return;
  const bool was_there = bucket_->take(std::min(amount, burst_), now);
  SHADOWSIM_CHECK(was_there, "amount={}", amount);
}

}  // namespace shadowsim::connection
