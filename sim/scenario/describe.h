#pragma once

#include <string>

#include "sim/scenario/schema.h"

namespace shadowsim::scenario {

// What a type takes, in words that follow "must be": "a whole number from 1 to 50",
// "'all', or a list of at least 1, each a text, or a mapping with exactly one of share, zipf,
// named".
std::string describe(const Type& type);

}  // namespace shadowsim::scenario
