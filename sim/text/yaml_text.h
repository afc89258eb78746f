#pragma once

#include <string>

#include "sim/text/tree.h"

namespace shadowsim {

// The tree as YAML that read_yaml() reads back as the same tree, but for places and needless quotes: mappings and lists
// indented, those that hold nothing but scalars and fit into a line in braces and brackets.
std::string to_yaml(const Node& node);

}  // namespace shadowsim
