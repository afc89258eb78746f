#pragma once

#include <string_view>

#include "sim/base/result.h"
#include "sim/shadow/section.h"

namespace shadowsim::light {

// What a person has typed as a property's new value: JSON if it is JSON, otherwise the string that
// it is. `red` and `"red"` are the same, 42 is a number, {"r":255} an object.
// Errors: kUsage for bytes that are no UTF-8, for null outside of arrays (which in an update
// removes
//         a key, and so is no value that a light can have), and for what is nested too deep to be
//         read.
Result<shadow::Section> read_entered_value(std::string_view property, std::string_view text);

}  // namespace shadowsim::light
