#include "sim/scenario/light_choice.h"

#include <algorithm>
#include <cmath>

namespace shadowsim::scenario {

std::uint32_t ShareOfLights::of(std::uint32_t lights) const {
  // 0.1 of 10 lights is one light, although the product may come out a hair above 1.
  constexpr double kRoundingError = 1e-9;
  const double exact = share * lights;
  const auto rounded = static_cast<std::uint32_t>(std::ceil(exact - exact * kRoundingError));
  return std::clamp(rounded, std::min(1U, lights), lights);
}

}  // namespace shadowsim::scenario
