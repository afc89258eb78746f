#pragma once

#include "sim/scenario/schema.h"
#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim::scenario {

// Holds a tree against the schema. Reports unknown keys (with the nearest known one), missing keys,
// values of the wrong form or out of range, and choices not made just once; marks what cannot be
// read as unsound, and puts the defaults in where keys are missing. Afterwards each key of a sound
// mapping is there, unless it is optional or has been reported.
void validate(Node& root, const Mapping& schema, Problems& problems);

}  // namespace shadowsim::scenario
