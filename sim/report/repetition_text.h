#pragma once

#include <string>
#include <string_view>

#include "sim/measure/repetition.h"

namespace shadowsim::report {

// A metric in words: "convergence p99" for "latency_us.convergence.p99".
std::string metric_text(std::string_view metric);

// Its value with the unit that reads best; "-" for what is not a number.
std::string metric_value_text(const std::string& metric, double value);

// Several runs of a scenario as a table for a person: median, lowest, highest and spread of each
// figure, how often each threshold held, the verdict. At most 80 columns wide but for names.
std::string to_repetition_text(const measure::Repetition& repetition, std::string_view directory);

}  // namespace shadowsim::report
