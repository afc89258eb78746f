#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

// Where a property's next value comes from.
namespace shadowsim::scenario {

// Any of the values, equally likely, but never the one this light was last given here (unless there
// is just one). What the light is to begin with counts as given.
struct OneOf {
  std::vector<std::string> values;  // compact JSON texts, all different, at least one
};

// Whole numbers min to max, both included, equally likely.
struct IntegerRange {
  std::int64_t min = 0;
  std::int64_t max = 0;  // at least min
};

// Numbers from min up to max, equally likely.
struct NumberRange {
  double min = 0;
  double max = 0;  // above min; both finite
};

// The two values in turn, for each light on its own; `first` first.
struct Toggle {
  std::string first;  // compact JSON texts, different from one another
  std::string second;
};

// The values one after another and again from the start, for each light on its own.
struct Sequence {
  std::vector<std::string> values;  // compact JSON texts, at least one
};

using ValueSource = std::variant<OneOf, IntegerRange, NumberRange, Toggle, Sequence>;

struct PropertyValues {
  std::string property;
  ValueSource source;
};

}  // namespace shadowsim::scenario
