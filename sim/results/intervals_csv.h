#pragma once

#include <span>
#include <string>

#include "sim/measure/intervals.h"

namespace shadowsim::results {

// intervals.csv: a line of names, then a row for each interval. Times in seconds with three
// decimals, latencies in microseconds with three; a latency that nothing converged for is empty.
std::string to_intervals_csv(std::span<const measure::Interval> intervals);

}  // namespace shadowsim::results
