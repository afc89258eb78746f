#include "sim/scenario/scalar_check.h"

#include <algorithm>
#include <optional>

#include "sim/base/units.h"
#include "sim/scenario/name_pattern.h"
#include "sim/scenario/threshold.h"
#include "sim/text/scalar_text.h"

namespace shadowsim::scenario {
namespace {

Error described() {
  return usage_error("");
}

Result<void> check_range(const Range& range, double value) {
  const bool too_low = range.above_min ? value <= range.min : value < range.min;
  if (too_low || value > range.max) return described();
  return {};
}

template <class T>
Result<void> check_number(const Node& scalar, const Type& type, std::optional<T> value) {
  if (!value || scalar.quoted) return described();
  return check_range(type.range, static_cast<double>(*value));
}

Result<void> check_name(const std::string& name) {
  constexpr std::size_t kLongest = 64;
  const auto fits = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
  };
  if (name.empty() || name.size() > kLongest || !std::all_of(name.begin(), name.end(), fits))
    return described();
  return {};
}

// As the service has it.
// Source: shadow protocol, section 10; API reference, UpdateThingShadow, pattern of shadowName.
Result<void> check_shadow_name(const std::string& name) {
  constexpr std::size_t kLongest = 64;
  const auto fits = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == ':' || letter == '_' || letter == '-' ||
           letter == '$';
  };
  if (name.empty() || name.size() > kLongest || !std::all_of(name.begin(), name.end(), fits))
    return described();
  return {};
}

}  // namespace

Result<void> check_scalar(const Node& scalar, const Type& type) {
  const std::string& text = scalar.text;
  switch (type.scalar) {
    case Scalar::kNone:
    case Scalar::kJson:
    case Scalar::kText:
      return {};
    case Scalar::kName:
      return check_name(text);
    case Scalar::kWord: {
      const auto words = given(type.words);
      if (std::find(words.begin(), words.end(), text) == words.end()) return described();
      return {};
    }
    case Scalar::kInteger:
      return check_number(scalar, type, parse_integer(text));
    case Scalar::kSeed:
      if (!parse_unsigned(text) || scalar.quoted) return described();
      return {};
    case Scalar::kNumber:
      return check_number(scalar, type, parse_number(text));
    case Scalar::kBoolean:
      if (!parse_boolean(text) || scalar.quoted) return described();
      return {};
    case Scalar::kDuration: {
      const auto parsed = parse_duration(text);
      if (!parsed) return parsed.error();
      return check_range(type.range, static_cast<double>(parsed->count()));
    }
    case Scalar::kRateOrFind:
      if (text == "find") return {};
      [[fallthrough]];
    case Scalar::kRate: {
      const auto parsed = parse_rate(text);
      if (!parsed) return parsed.error();
      return check_range(type.range, parsed->per_second);
    }
    case Scalar::kPattern:
      return check_name_pattern(text, ThingPlaceholder::kRefused);
    case Scalar::kPatternOfThing:
      return check_name_pattern(text, ThingPlaceholder::kAllowed);
    case Scalar::kShadowName:
      return check_shadow_name(text);
    case Scalar::kThreshold:
      break;
  }
  const auto parsed = parse_threshold(text);
  if (!parsed) return parsed.error();
  return {};
}

}  // namespace shadowsim::scenario
