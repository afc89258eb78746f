#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "sim/quota/limits.h"
#include "sim/quota/quota_profile.h"

namespace shadowsim::admission {

// The limits that QuotaUses knows of: those that are held to here, and have something to count.
std::span<const quota::Limit> watched_limits();

// How near to each quota its account, or whoever has it, has come. What was refused for one, Counters has by
// its key.
// Threads: one at a time.
class QuotaUses {
 public:
  struct Use {
    std::uint64_t allowed =
        0;  // what was counted against the limit: an update's four publishes, a byte

    // The most that was allowed, in the limit's own unit: of a rate in one second of the clock, which may
    // be up to a burst more than the rate; of a count at a time; of a length the longest. Of what a client ID, a topic, a thing, a
    // shadow or a group has for itself: of the one that has come nearest.
    std::uint64_t peak = 0;
  };

  // So many more were allowed, by which whoever has the limit has come to `level` in this second or at all.
  void allow(quota::Limit limit, std::uint64_t times, std::uint64_t level);

  const Use& of(quota::Limit limit) const { return uses_.at(static_cast<std::size_t>(limit)); }

 private:
  std::array<Use, quota::kLimits> uses_{};
};

}  // namespace shadowsim::admission
