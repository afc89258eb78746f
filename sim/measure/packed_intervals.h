#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "sim/measure/interval.h"

namespace shadowsim::measure {

// The rows of a run, which has one more each second for as long as it lasts: each number in as few bytes as
// it needs, some 35 a row, which is 3 MB a day, where an Interval has 144.
// Threads: a value; one thread.
class PackedIntervals {
 public:
  // Requires: it begins where the last one has ended, the first one at 0; no time in it is negative.
  void add(const Interval& row);

  std::size_t size() const { return size_; }

  // What they take, without what the allocator adds.
  std::size_t bytes() const { return bytes_.size(); }

  // All of them, as they were.
  std::vector<Interval> rows() const;

 private:
  std::deque<std::uint8_t> bytes_;  // a deque, as it grows without a copy of what is there
  std::size_t size_ = 0;
  Duration end_{};  // of the last one
};

}  // namespace shadowsim::measure
