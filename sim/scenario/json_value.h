#pragma once

#include <string>

#include "sim/text/problems.h"
#include "sim/text/tree.h"

// A property's value, from YAML to JSON.
namespace shadowsim::scenario {

// Reports what the service would reject in a property's value: null (at the top, in an array or in
// a mapping), a number that JSON or 64 bits cannot hold, a mapping too deep; and what nobody can
// read with certainty, like 007. True where there is nothing of that. `path` is how the value is
// called in messages.
// Source: shadow protocol, sections 6 (nulls) and 10 (depth: at most 6 keys on the way to a value,
// the property's own among them).
bool check_json(const Node& value, const std::string& path, Problems& problems);

// Requires: check_json() has found nothing.
std::string json_text(const Node& value);

}  // namespace shadowsim::scenario
