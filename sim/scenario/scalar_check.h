#pragma once

#include "sim/base/result.h"
#include "sim/scenario/schema.h"
#include "sim/text/tree.h"

namespace shadowsim::scenario {

// Whether a scalar is what the type takes. The error's message says what is wrong with the text
// itself ("'5' is not a duration: ..."), or is empty where the type's description says it all.
// Requires: the node is a scalar and the type takes one.
Result<void> check_scalar(const Node& scalar, const Type& type);

}  // namespace shadowsim::scenario
