#pragma once

#include <string>
#include <string_view>

#include "sim/base/result.h"
#include "sim/measure/repetition.h"

namespace shadowsim::results {

inline constexpr std::string_view kRepeatFile = "repeat.json";

// repeat.json: what several runs of a scenario say together, with the median and the spread of each
// figure worked out.
std::string to_repeat_json(const measure::Repetition& repetition);

// The repetition that the text was written from.
// Errors: kUsage; names the file and what is wrong in it.
Result<measure::Repetition> parse_repeat_json(std::string_view text);

}  // namespace shadowsim::results
