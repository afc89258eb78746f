#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/measure/intervals.h"

namespace shadowsim::results {

// intervals.csv: a line of names, then a row for each interval. Times in seconds with three
// decimals, latencies in microseconds with three; a latency that nothing converged for is empty.
std::string to_intervals_csv(std::span<const measure::Interval> intervals);

// Reads such a text back.
// Errors: kUsage; names the line.
Result<std::vector<measure::Interval>> parse_intervals_csv(std::string_view csv);

}  // namespace shadowsim::results
