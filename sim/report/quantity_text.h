#pragma once

#include <cstdint>
#include <string>

#include "sim/base/units.h"

namespace shadowsim::report {

// Three digits and the unit in which they read best: "850 ns", "84.2 us", "0.840 ms" (from 0.1 ms
// on), "1.25 s", "16.7 min". At most 8 characters up to a day.
std::string latency_text(Duration latency);

// "3,012".
std::string count_text(std::uint64_t count);

// A plain number with at most three decimals: "7", "0.997".
std::string number_text(double number);

}  // namespace shadowsim::report
