#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/units.h"
#include "sim/scenario/scenario.h"
#include "sim/text/tree.h"

// A validated tree's values as typed ones. Where a node is null or unsound the answer is a neutral
// value (0, false, no text): the validation has reported it, so nobody will see the scenario.
namespace shadowsim::scenario {

// Whether the node can be read.
bool is_readable(const Node* node);

std::int64_t integer_of(const Node* node);
std::uint32_t count_of(const Node* node);  // Requires: its type's range is within 32 bits
std::uint64_t seed_of(const Node* node);
double number_of(const Node* node);
bool boolean_of(const Node* node);
Duration duration_of(const Node* node);
Rate rate_of(const Node* node);
std::string text_of(const Node* node);

// The properties of a mapping, their values as JSON text.
std::vector<Property> properties_of(const Node* node);

}  // namespace shadowsim::scenario
