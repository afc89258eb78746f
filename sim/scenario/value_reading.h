#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim::scenario {

// The validated `values` of a stream. Reports what a single value's type cannot tell: a value twice
// in one_of, the same value twice in toggle, a range that ends before it begins. `path` is how the
// mapping is called in messages.
std::vector<PropertyValues> read_values(const Node* node, const std::string& path,
                                        Problems& problems);

}  // namespace shadowsim::scenario
