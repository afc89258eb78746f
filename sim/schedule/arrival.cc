#include "sim/schedule/arrival.h"

#include <algorithm>
#include <cmath>

namespace shadowsim::schedule {

ArrivalCurve::ArrivalCurve(const scenario::RateProfile& profile, Duration length)
    : profile_{profile}, length_{length} {
  SHADOWSIM_CHECK(length > Duration::zero() && profile.steps > 0 && profile.from.per_second > 0 &&
                      profile.to.per_second > 0,
                  "length={} ns, steps={}, from={}/s, to={}/s", length.count(), profile.steps,
                  profile.from.per_second, profile.to.per_second);
}

Duration ArrivalCurve::border(std::uint32_t step) const {
  // length * step / steps without leaving 64 bits.
  const auto steps = static_cast<Duration::rep>(profile_.steps);
  return length_ / steps * step + length_ % steps * step / steps;
}

double ArrivalCurve::rate(std::uint32_t step) const {
  if (profile_.steps == 1) return profile_.from.per_second;
  const double share = static_cast<double>(step) / (profile_.steps - 1);
  return profile_.from.per_second + (profile_.to.per_second - profile_.from.per_second) * share;
}

std::int64_t ArrivalCurve::area(std::uint32_t step) const {
  const auto nanoseconds = static_cast<double>((border(step + 1) - border(step)).count());
  return std::llround(rate(step) * nanoseconds);  // per second times 1e-9 s: billionths
}

std::optional<Duration> ArrivalCurve::when(std::int64_t expected) {
  for (; step_ < profile_.steps; ++step_) {
    const std::int64_t within = area(step_);
    if (expected - expected_before_ < within) {
      const double nanoseconds = static_cast<double>(expected - expected_before_) / rate(step_);
      const Duration at = border(step_) + Duration{std::llround(nanoseconds)};
      // Rounding must not carry it over the border.
      return std::min(at, border(step_ + 1) - Duration{1});
    }
    expected_before_ += within;
  }
  return std::nullopt;
}

ArrivalStream::ArrivalStream(const scenario::RateProfile& profile, scenario::Arrivals arrivals,
                             Duration length, Random random)
    : curve_{profile, length}, arrivals_{arrivals}, random_{random} {}

std::optional<Duration> ArrivalStream::next() {
  if (arrivals_ == scenario::Arrivals::kPoisson) {
    // A Poisson process of one a second has gaps with mean one; a nanosecond is a billionth of it.
    expected_ += random_.exponential(Rate{1}).count();
    return curve_.when(expected_);
  }
  const auto at = curve_.when(expected_);
  expected_ += ArrivalCurve::kOneArrival;
  return at;
}

}  // namespace shadowsim::schedule
