#pragma once

#include <cstdint>
#include <string>

#include "sim/base/random.h"
#include "sim/base/units.h"

namespace shadowsim {

// How long something takes, as a distribution to draw from.
class DelayDistribution {
 public:
  // No delay at all.
  DelayDistribution() = default;

  static DelayDistribution constant(Duration delay);

  // Any delay in [low, high], equally likely. Requires: low <= high.
  static DelayDistribution uniform(Duration low, Duration high);

  // As between the events of a Poisson process. Requires: mean > 0.
  static DelayDistribution exponential(Duration mean);

  // Bell-shaped; draws below zero count as zero. Requires: deviation >= 0.
  static DelayDistribution normal(Duration mean, Duration deviation);

  // Never negative.
  Duration draw(Random& random) const;

  // True where every draw is zero, so that no timer is needed.
  bool is_zero() const;

  // For people: "uniform 5ms to 20ms".
  std::string to_text() const;

  friend bool operator==(const DelayDistribution&, const DelayDistribution&) = default;

 private:
  enum class Shape : std::uint8_t { kConstant, kUniform, kExponential, kNormal };

  DelayDistribution(Shape shape, Duration first, Duration second)
      : shape_{shape}, first_{first}, second_{second} {}

  Shape shape_ = Shape::kConstant;
  Duration first_{};   // the constant, the low end, or the mean
  Duration second_{};  // the high end, or the deviation
};

}  // namespace shadowsim
