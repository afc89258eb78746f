#include "sim/scenario/timeline.h"

#include <cmath>

#include <fmt/format.h>

namespace shadowsim::scenario {

bool Disconnect::takes(std::size_t place) const {
  // Half of 4 is 2, although a product may come out a hair above.
  constexpr double kRoundingError = 1e-9;
  const auto of = [&](std::size_t count) {
    const double exact = share * static_cast<double>(count);
    return std::ceil(exact - exact * kRoundingError);
  };
  return of(place + 1) > of(place);
}

std::string LinkFault::what() const {
  std::string text;
  const auto add = [&](const std::string& one) { text += (text.empty() ? "" : ", ") + one; };
  if (!delay.is_zero()) add("delay " + delay.to_text());
  if (bandwidth) add(fmt::format("bandwidth {} bytes/s", *bandwidth));
  if (is_silent) add("silence");
  return text.empty() ? "nothing" : text;
}

}  // namespace shadowsim::scenario
