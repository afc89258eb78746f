#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "sim/base/units.h"
#include "sim/quota/second_count.h"
#include "sim/quota/token_bucket.h"
#include "sim/time/clock.h"

namespace shadowsim::quota {

// A bucket for each client ID, topic or shadow, made when it is first asked for. One that is full
// again is dropped in the course of later requests, so that ids that come and go leave nothing behind.
// Threads: one at a time.
// Source:  account-quotas.md, section 4.1.
class BucketSet {
 public:
  // Requires: as TokenBucket.
  BucketSet(Rate rate, std::uint64_t capacity) : rate_{rate}, capacity_{capacity} {}

  // As TokenBucket::take(), of that key's bucket: none where it does not get them, else how many it has had in
  // this second of the clock, these among them.
  std::optional<std::uint64_t> take(std::string_view key, std::uint64_t tokens, TimePoint now);

  // As TokenBucket::give_back(), to that key's bucket. A key without one has nothing to get back.
  void give_back(std::string_view key, std::uint64_t tokens, TimePoint now);

  // Buckets held: of the keys asked for while their buckets could not refill, at most twice as many,
  // and some.
  std::size_t size() const { return buckets_.size(); }

 private:
  struct Hash {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): std's name
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  struct Held {
    TokenBucket bucket;
    SecondCount taken{};
  };

  void drop_full(TimePoint now);

  Rate rate_;
  std::uint64_t capacity_;
  std::unordered_map<std::string, Held, Hash, std::equal_to<>> buckets_;
  std::size_t made_ = 0;  // since full ones were dropped
};

}  // namespace shadowsim::quota
