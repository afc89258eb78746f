#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/base/units.h"
#include "sim/measure/interval.h"
#include "sim/measure/measurements.h"
#include "sim/measure/packed_intervals.h"

namespace shadowsim::measure {

// Cuts the run's counts into intervals.
// Threads: the worker's thread only.
// Time:    the caller says when an interval ends.
class Intervals {
 public:
  // Ends the interval that runs and begins the next. Takes the interval's histogram out of
  // `measurements` and clears it.
  const Interval& close(Duration end, std::uint64_t in_flight, Measurements& measurements);

  // How many there are; the last one, null before there is one; all of them, made anew for each call.
  std::size_t count() const { return packed_.size(); }
  const Interval* last() const { return count() == 0 ? nullptr : &last_; }
  std::vector<Interval> rows() const { return packed_.rows(); }

 private:
  PackedIntervals packed_;
  Interval last_;
  Duration begin_{};
  ChangeTally changes_;
  MessageTally messages_;
  std::uint64_t lost_ = 0;
};

}  // namespace shadowsim::measure
