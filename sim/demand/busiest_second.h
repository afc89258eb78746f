#pragma once

#include <cstdint>
#include <deque>
#include <unordered_map>

#include "sim/base/units.h"

namespace shadowsim::demand {

// The most that falls into any one second, wherever that second begins, for one of many keys: the
// shadow with the most requests, the connection with the most bytes. What a rate quota has to bear.
// Exact; holds what has come in within the last second.
class BusiestSecond {
 public:
  // So much more, at a moment since the timeline's start. Requires: not before the last one's.
  void add(Duration at, std::uint64_t key, std::uint64_t amount);

  std::uint64_t most() const { return most_; }

  // Whose it is, and when its second is full; zero where nothing was added.
  std::uint64_t key() const { return key_; }
  Duration at() const { return at_; }

 private:
  struct Added {
    Duration at;
    std::uint64_t key;
    std::uint64_t amount;
  };

  void forget_until(Duration moment);

  std::deque<Added> added_;                                // within the last second
  std::unordered_map<std::uint64_t, std::uint64_t> sums_;  // of these, by key; none is zero
  std::uint64_t most_ = 0;
  std::uint64_t key_ = 0;
  Duration at_{};
};

}  // namespace shadowsim::demand
