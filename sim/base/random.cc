#include "sim/base/random.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

namespace shadowsim {
namespace {

// One step of splitmix64, which turns related seeds into unrelated states.
std::uint64_t splitmix(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15U;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

}  // namespace

Random::Random(std::uint64_t seed) : seed_{seed}, state_{} {
  std::uint64_t state = seed;
  for (auto& word : state_)
    word = splitmix(state);
}

Random Random::split(std::uint64_t stream) const {
  std::uint64_t state = stream;
  const std::uint64_t mixed_stream = splitmix(state);
  state = seed_ ^ mixed_stream;
  return Random{splitmix(state)};
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Random::below(std::uint64_t bound) {
  SHADOWSIM_CHECK(bound > 0, "bound={}", bound);
  // The first `2^64 mod bound` values would make small results likelier, so they are drawn again.
  const std::uint64_t biased = (0 - bound) % bound;
  for (;;) {
    const std::uint64_t drawn = next();
    if (drawn >= biased) return drawn % bound;
  }
}

double Random::uniform() {
  return static_cast<double>(next() >> 11U) * 0x1p-53;
}

double Random::uniform(double low, double high) {
  return low + (high - low) * uniform();
}

Duration Random::exponential(Rate rate) {
  SHADOWSIM_CHECK(rate.per_second > 0, "rate={}", rate.per_second);
  const double nanoseconds = -std::log1p(-uniform()) / rate.per_second * 1e9;
  constexpr double kLongest = 9e18;
  return Duration{std::llround(std::min(nanoseconds, kLongest))};
}

double Random::normal() {
  const double radius = std::sqrt(-2 * std::log1p(-uniform()));
  return radius * std::cos(2 * std::numbers::pi * uniform());
}

Zipf::Zipf(std::uint32_t n, double skew) {
  SHADOWSIM_CHECK(n > 0 && skew >= 0, "n={} skew={}", n, skew);
  cumulative_.reserve(n);
  double sum = 0;
  for (std::uint32_t rank = 0; rank < n; ++rank) {
    sum += std::pow(rank + 1.0, -skew);
    cumulative_.push_back(sum);
  }
}

std::uint32_t Zipf::draw(Random& random) const {
  const double drawn = random.uniform() * cumulative_.back();
  const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end() - 1, drawn);
  return static_cast<std::uint32_t>(found - cumulative_.begin());
}

}  // namespace shadowsim
