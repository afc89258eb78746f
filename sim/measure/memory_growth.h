#pragma once

#include <cstdint>
#include <optional>

#include "sim/base/units.h"

namespace shadowsim::measure {

// How the resident memory of a process, or of several together, went over a span in which nothing should
// have grown: the ends of the straight line that fits its samples best (least squares), so that a page
// more or less at one moment hardly counts.
struct MemoryGrowth {
  Duration over{};       // from the first sample to the last; above 0
  double begin_kib = 0;  // of the line at the first sample
  double end_kib = 0;    // and at the last

  // What was added, as a part of what was there at first: 0.01 is one per cent more, negative is less. Not
  // a number where there was nothing.
  double share() const;

  // What was added, as it would be in an hour.
  double kib_per_hour() const;

  friend bool operator==(const MemoryGrowth&, const MemoryGrowth&) = default;
};

// Adds that of a process beside it over the same span: the line of sums is the sum of the lines. Of spans
// the longer one stands for both. None where one of them is not known, as the sum then is not either.
void add(std::optional<MemoryGrowth>& to, const std::optional<MemoryGrowth>& more);

// Watches the second half of a timeline: by then a load's start and its warm-up are over, and a load that
// lasts twice as long is watched twice as long, so that one limit for what is added fits both.
// Takes a handful of numbers, however long the run is.
// Threads: a value; one thread.
// Time:    passed in, as the time since the timeline's begin.
class MemoryWatch {
 public:
  // Fewer than that in the second half say nothing: what an allocator takes at a time is all one would see.
  static constexpr std::uint64_t kLeastSamples = 20;

  // So much was resident then, in a timeline of that length. Those of its first half are left out.
  void sample(Duration at, Duration length, std::uint64_t resident_kib);

  // None before there are kLeastSamples, of different moments.
  std::optional<MemoryGrowth> growth() const;

 private:
  std::uint64_t samples_ = 0;
  Duration first_{};
  Duration last_{};
  // Of the samples so far, times in seconds since the first: means, and sums over what differs from them.
  double mean_time_ = 0;
  double mean_kib_ = 0;
  double time_squares_ = 0;
  double products_ = 0;
};

}  // namespace shadowsim::measure
