#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/text/json_string.h"

// JSON text of a scenario's values. Compact: no space, no escape that is not needed.
// Source: RFC 8259.
namespace shadowsim::scenario {

// The shortest text that reads back as the same double, always with a point or an exponent.
// Requires: `number` is finite.
std::string json_number(double number);

// One object of the properties, in their order: {"color":"warm","level":3}.
std::string json_object(const std::vector<Property>& properties);

}  // namespace shadowsim::scenario
