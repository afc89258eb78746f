#include "sim/base/delay_distribution.h"

#include <algorithm>
#include <cmath>

namespace shadowsim {

DelayDistribution DelayDistribution::constant(Duration delay) {
  SHADOWSIM_CHECK(delay >= Duration::zero(), "delay={} ns", delay.count());
  return {Shape::kConstant, delay, {}};
}

DelayDistribution DelayDistribution::uniform(Duration low, Duration high) {
  SHADOWSIM_CHECK(Duration::zero() <= low && low <= high, "low={} ns, high={} ns", low.count(),
                  high.count());
  return {Shape::kUniform, low, high};
}

DelayDistribution DelayDistribution::exponential(Duration mean) {
  SHADOWSIM_CHECK(mean > Duration::zero(), "mean={} ns", mean.count());
  return {Shape::kExponential, mean, {}};
}

DelayDistribution DelayDistribution::normal(Duration mean, Duration deviation) {
  SHADOWSIM_CHECK(mean >= Duration::zero() && deviation >= Duration::zero(),
                  "mean={} ns, deviation={} ns", mean.count(), deviation.count());
  return {Shape::kNormal, mean, deviation};
}

Duration DelayDistribution::draw(Random& random) const {
  switch (shape_) {
    case Shape::kConstant:
      return first_;
    case Shape::kUniform:
      return first_ + Duration{static_cast<Duration::rep>(random.below(
                          static_cast<std::uint64_t>((second_ - first_).count()) + 1))};
    case Shape::kExponential:
      return random.exponential(Rate{1e9 / static_cast<double>(first_.count())});
    case Shape::kNormal:
      break;
  }
  const Duration off{std::llround(random.normal() * static_cast<double>(second_.count()))};
  return std::max(first_ + off, Duration::zero());
}

bool DelayDistribution::is_zero() const {
  return *this == DelayDistribution{} ||
         (shape_ == Shape::kUniform && second_ == Duration::zero()) ||
         (shape_ == Shape::kNormal && first_ == Duration::zero() && second_ == Duration::zero());
}

std::string DelayDistribution::to_text() const {
  const auto text = [](Duration delay) { return shadowsim::to_text(delay); };
  switch (shape_) {
    case Shape::kConstant:
      return text(first_);
    case Shape::kUniform:
      return fmt::format("uniform {} to {}", text(first_), text(second_));
    case Shape::kExponential:
      return fmt::format("exponential, mean {}", text(first_));
    case Shape::kNormal:
      break;
  }
  return fmt::format("normal, mean {}, deviation {}", text(first_), text(second_));
}

}  // namespace shadowsim
