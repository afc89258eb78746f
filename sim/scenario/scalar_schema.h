#pragma once

#include "sim/scenario/keyword_writer.h"
#include "sim/scenario/schema.h"

// Single values of the scenario format as JSON Schema.
namespace shadowsim::scenario {

// Writes the keywords for what a single value may be, into the object that is open. It never refuses what
// the reader takes. For a property's value they refer to the definition below.
// Requires: type.scalar is not kNone; lists and mappings of `type` are left out.
void write_scalar_schema(const Type& type, KeywordWriter& json);

// Writes, among the definitions, what a property's value may be.
void write_value_definition(KeywordWriter& json);

}  // namespace shadowsim::scenario
