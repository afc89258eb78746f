#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "sim/base/result.h"

namespace shadowsim {

// The one resolution of time spans in the program. Never negative unless said so.
using Duration = std::chrono::nanoseconds;

// How often something happens. Zero means never.
struct Rate {
  double per_second = 0;

  friend auto operator<=>(Rate, Rate) = default;
};

// Reads "250ms", "1.5s", "10m", "24h", "30us" or "100ns". A bare "0" is a duration, too; any other
// number without a unit is refused, as are negative, infinite and unrepresentable ones.
Result<Duration> parse_duration(std::string_view text);

// Reads "100/s", "6000/m" or "10/h". A bare "0" is a rate, too.
Result<Rate> parse_rate(std::string_view text);

// The shortest exact text that parse_duration() reads back: "250ms", "1500us", "0s".
std::string to_text(Duration duration);

// The same for a rate, always per second: "100/s", "0.5/s".
std::string to_text(Rate rate);

}  // namespace shadowsim
