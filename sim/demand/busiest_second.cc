#include "sim/demand/busiest_second.h"

#include <chrono>

namespace shadowsim::demand {

void BusiestSecond::add(Duration at, std::uint64_t key, std::uint64_t amount) {
  if (amount == 0) return;
  forget_until(at - std::chrono::seconds{1});
  added_.push_back({at, key, amount});
  const std::uint64_t sum = sums_[key] += amount;
  if (sum <= most_) return;
  most_ = sum;
  key_ = key;
  at_ = at;
}

// What was added exactly a second ago belongs to the second before.
void BusiestSecond::forget_until(Duration moment) {
  while (!added_.empty() && added_.front().at <= moment) {
    const auto sum = sums_.find(added_.front().key);
    if ((sum->second -= added_.front().amount) == 0) sums_.erase(sum);
    added_.pop_front();
  }
}

}  // namespace shadowsim::demand
