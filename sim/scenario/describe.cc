#include "sim/scenario/describe.h"

#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/base/units.h"

namespace shadowsim::scenario {
namespace {

std::string quantity(Scalar scalar, double value) {
  if (scalar == Scalar::kDuration) return to_text(Duration{std::llround(value)});
  if (scalar == Scalar::kRate || scalar == Scalar::kRateOrFind) return to_text(Rate{value});
  return fmt::format("{:.15g}", value);
}

bool is_open(double end) {
  return !(std::abs(end) < std::numeric_limits<double>::max());
}

// " from 1 to 50", " above 0s, at most 1h", or nothing where any value is good.
std::string range_text(const Type& type) {
  const auto& [min, max, above_min] = type.range;
  if (is_open(min)) return {};
  const std::string low = quantity(type.scalar, min);
  if (is_open(max)) return (above_min ? " above " : " of at least ") + low;
  const std::string high = quantity(type.scalar, max);
  if (above_min) return fmt::format(" above {}, at most {}", low, high);
  return fmt::format(" from {} to {}", low, high);
}

std::string scalar_text(const Type& type) {
  switch (type.scalar) {
    case Scalar::kNone:
      return {};
    case Scalar::kText:
      return "a text";
    case Scalar::kName:
      return "a name of 1 to 64 letters, digits, '-' and '_'";
    case Scalar::kWord:
      return fmt::format("'{}'", fmt::join(given(type.words), "' or '"));
    case Scalar::kInteger:
      if (type.range.min == type.range.max) return fmt::format("{:.0f}", type.range.min);
      return fmt::format("a whole number{}", range_text(type));
    case Scalar::kSeed:
      return "a whole number from 0 to 18446744073709551615";
    case Scalar::kNumber:
      return "a number" + range_text(type);
    case Scalar::kBoolean:
      return "true or false";
    case Scalar::kDuration:
      return fmt::format("a duration{}, like 250ms or 10s", range_text(type));
    case Scalar::kRate:
      return fmt::format("a rate{}, like 100/s", range_text(type));
    case Scalar::kRateOrFind:
      return fmt::format("'find', or a rate{}, like 100/s", range_text(type));
    case Scalar::kPattern:
      return "a name with {index}, like \"light-{index:4}\"";
    case Scalar::kPatternOfThing:
      return "a name with {index} or {thing}, like \"test-{thing}\"";
    case Scalar::kThreshold:
      return "an expression, like latency_us.convergence.p99 < 250ms";
    case Scalar::kShadowName:
      return "'classic' or a shadow's name, 1 to 64 letters, digits, ':', '_', '-' and '$'";
    case Scalar::kJson:
      break;
  }
  return "any value but null";
}

std::string list_text(const Type& type) {
  const std::string item = describe(*type.item);
  if (type.items_min == type.items_max)
    return fmt::format("a list of {}, each {}", type.items_min, item);
  if (type.items_min > 0)
    return fmt::format("a list of at least {}, each {}", type.items_min, item);
  return fmt::format("a list, each item {}", item);
}

std::string mapping_text(const Mapping& mapping) {
  const auto choices = mapping.choices;
  const auto names = choices.empty() ? std::span<const std::string_view>{} : given(choices[0].keys);
  // Where the choice is all there is, it says more than the mapping's name.
  if (choices.size() == 1 && names.size() == mapping.keys.size())
    return fmt::format("a mapping with exactly one of {}", fmt::join(names, ", "));
  std::vector<std::string_view> keys;
  for (const Key& key : mapping.keys)
    keys.push_back(key.name);
  return fmt::format("a mapping with {}", fmt::join(keys, ", "));
}

}  // namespace

std::string describe(const Type& type) {
  std::vector<std::string> forms;
  if (type.scalar != Scalar::kNone) forms.push_back(scalar_text(type));
  if (type.item != nullptr) forms.push_back(list_text(type));
  if (type.mapping != nullptr) forms.push_back(mapping_text(*type.mapping));
  if (type.property != nullptr)
    forms.push_back(
        fmt::format("a mapping of property names to values, each {}", describe(*type.property)));
  return fmt::format("{}", fmt::join(forms, ", or "));
}

}  // namespace shadowsim::scenario
