#pragma once

#include <string>

namespace shadowsim::scenario {

// The scenario format as a JSON Schema, made from the schema: scenarios/scenario.schema.json is this
// text, by which editors complete and check scenarios as they are written. It says of the form what
// the reader says, and never refuses what the reader takes; what needs more than one value at a
// time (ranges with units, names of lights, sizes) is left to `shadowsim check`.
// Source: JSON Schema, draft 7, which VS Code's YAML extension reads.
std::string json_schema_text();

// The same of scenarios with `find_limits`: scenarios/limits.schema.json.
std::string limits_json_schema_text();

}  // namespace shadowsim::scenario
