#pragma once

#include <string>

#include "sim/base/delay_distribution.h"
#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim::scenario {

// A validated delay: a duration, or a distribution to draw from; none where there is no node. `path` is how
// the value is called in messages.
DelayDistribution read_delay(const Node* node, const std::string& path, Problems& problems);

}  // namespace shadowsim::scenario
