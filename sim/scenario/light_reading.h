#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim::scenario {

// The light of that thing name; reports a name that no light has, unless the fleet's names are not
// known. `path` is how the value is called in messages.
std::vector<LightId> read_light(const Node& name, const Fleet& fleet, const std::string& path,
                                Problems& problems);

// A validated choice of lights for a stream: "all", a list of names, or a mapping.
LightChoice read_light_choice(const Node* node, const Fleet& fleet, const std::string& path,
                              Problems& problems);

// The lights of a scripted change, in the same forms but {zipf: ...}.
std::vector<LightId> read_light_set(const Node* node, const Fleet& fleet, const std::string& path,
                                    Problems& problems);

}  // namespace shadowsim::scenario
