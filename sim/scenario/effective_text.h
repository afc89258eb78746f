#pragma once

#include <string>
#include <string_view>

#include "sim/scenario/overrides.h"
#include "sim/scenario/scenario.h"
#include "sim/text/tree.h"

namespace shadowsim::scenario {

// A text that plays what `scenario` plays, without overrides: the file's own where there are none;
// otherwise the tree that they have changed, without the file's comments, and a comment that names
// both. Files that it names keep their paths as written.
// Requires: `scenario` was read from this tree, and the tree from this text.
std::string effective_text(std::string_view text, const Node& root, const Overrides& overrides,
                           const Scenario& scenario);

}  // namespace shadowsim::scenario
