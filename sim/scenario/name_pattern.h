#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/base/result.h"

// What the text of a scenario::NamePattern may be, and how to go back from a name to its number.
namespace shadowsim::scenario {

// Whether "{thing}" may stand in a pattern.
enum class ThingPlaceholder : std::uint8_t { kRefused, kAllowed };

// Success where every brace belongs to {index}, {index:WIDTH} with a width of 1 to 20, or {thing}
// where that is allowed; otherwise what is wrong.
Result<void> check_name_pattern(std::string_view pattern, ThingPlaceholder thing);

// Whether it has a place for the number, so that it gives every number another name. (It does: two
// numbers with equally long names have equally long digits at the same place.)
bool has_index(std::string_view pattern);

// The pattern with `thing` in the place of every "{thing}".
std::string with_thing(std::string_view pattern, std::string_view thing);

// The name for that number. Requires: the pattern is well formed and has no "{thing}".
std::string expand_name(std::string_view pattern, std::uint32_t index);

// The number below `count` whose name it is. Takes time in proportion to the name's length alone.
// Requires: the pattern is well formed and has no "{thing}".
std::optional<std::uint32_t> index_of_name(std::string_view pattern, std::string_view name,
                                           std::uint32_t count);

}  // namespace shadowsim::scenario
