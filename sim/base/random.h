#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/base/units.h"

namespace shadowsim {

// A source of chance that gives the same numbers on every machine: xoshiro256** seeded through
// splitmix64, with distributions of our own, since those of the standard library differ between
// implementations. Every light, app and timeline step splits its own generator off the run's seed,
// so that what one of them draws never shifts what another one gets.
// Source: D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", 2021.
// Threads: a generator belongs to one thread at a time.
class Random {
 public:
  explicit Random(std::uint64_t seed);

  // An independent generator for the given stream. Depends on the seed and `stream` alone, not on
  // how many numbers were drawn.
  Random split(std::uint64_t stream) const;

  // Any 64 bits.
  std::uint64_t next();

  // A number in [0, bound), without bias. Requires: bound > 0.
  std::uint64_t below(std::uint64_t bound);

  // A number in [0, 1), a multiple of 2^-53.
  double uniform();

  // A number in [low, high), or `low` where both are equal.
  double uniform(double low, double high);

  // The time to the next event of a Poisson process of this rate. Requires: rate > 0.
  Duration exponential(Rate rate);

  // A normal deviate with mean 0 and standard deviation 1 (Box and Muller's method).
  double normal();

 private:
  std::uint64_t seed_;
  std::array<std::uint64_t, 4> state_;
};

// Draws from 0..n-1 with probability proportional to 1 / (rank + 1)^skew: a few are chosen often,
// many seldom. Holds n doubles; a draw is a binary search.
// Source: G. K. Zipf's law, by inversion of its cumulative distribution.
class Zipf {
 public:
  // Requires: n > 0, skew >= 0 (0 is the uniform choice).
  Zipf(std::uint32_t n, double skew);

  std::uint32_t draw(Random& random) const;

 private:
  std::vector<double> cumulative_;
};

}  // namespace shadowsim
