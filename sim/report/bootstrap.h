#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "sim/base/random.h"

namespace shadowsim::report {

// A figure of one second of a run, and how much it counts.
struct Second {
  double value = 0;
  double weight = 0;  // of changes that it was taken from
};

// A range of relative differences: 0.1 is 10 % more.
struct Range {
  double low = 0;
  double high = 0;
};

// With fewer seconds than that a run tells nothing about its own noise.
inline constexpr std::size_t kLeastSeconds = 10;

// By how much `b` is above `a` in the weighted means of their seconds, as a range that holds 95 % of
// what comes out when each run is put together anew, 2,000 times, of seconds drawn from itself with
// replacement. Seconds are drawn in blocks (of the cube root of their number), since neighbours
// resemble each other. It tells how far the run's own ups and downs may have moved the difference,
// not what another machine, day or seed would have. None where a run has fewer than kLeastSeconds, or
// no weight.
// Source:  circular block bootstrap: D. N. Politis, J. P. Romano, 1992; percentile interval: B. Efron.
std::optional<Range> difference_range(std::span<const Second> a, std::span<const Second> b,
                                      Random random);

}  // namespace shadowsim::report
