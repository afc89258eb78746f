#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/schema.h"

// What JSON Schema and editors can know of a single value's text.
namespace shadowsim::scenario {

// A regular expression that each text of the type fits; empty where any text does. It says less than
// check_scalar(): nothing of ranges but zero, nothing of metrics.
// Source: ECMA-262, as far as JSON Schema advises to use it.
std::string pattern_of(const Type& type);

// What an editor may propose where there is no default; may be none.
std::vector<std::string_view> examples_of(Scalar scalar);

}  // namespace shadowsim::scenario
