#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "sim/base/result.h"

// Names with places for numbers, what their text may be, and how to go back from a name to its number.
namespace shadowsim::scenario {

// A name with places for numbers: "light-{index:4}" is light-0012 for index 12. "{thing}" stands
// for the light's thing name, in its client ID's pattern only.
class NamePattern {
 public:
  NamePattern() = default;

  // Requires: the reader has found it well formed.
  explicit NamePattern(std::string text) : text_{std::move(text)} {}

  // `index` counts from 0; `thing` replaces "{thing}".
  std::string name(std::uint32_t index, const std::string& thing = {}) const;

  const std::string& text() const { return text_; }

  friend bool operator==(const NamePattern&, const NamePattern&) = default;

 private:
  std::string text_;
};

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
