#include "sim/scenario/scalar_schema.h"

#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include "sim/scenario/describe.h"
#include "sim/scenario/scalar_pattern.h"
#include "sim/text/scalar_text.h"

namespace shadowsim::scenario {
namespace {

constexpr std::string_view kValue = "value";  // the definition of what a property may be

// The message is no keyword of JSON Schema, but what VS Code shows, and others pass over.
void write_pattern(const Type& type, KeywordWriter& json) {
  const std::string pattern = pattern_of(type);
  if (pattern.empty()) return;
  json.text("pattern", pattern);
  json.text("patternErrorMessage", "Must be " + describe(type));
}

void write_quantity(const Type& type, KeywordWriter& json) {
  const bool may_be_zero = type.scalar == Scalar::kDuration && !type.range.above_min;
  if (may_be_zero) {
    json.types({"string", "number"});  // of the numbers, a bare 0
    json.count("minimum", 0);
    json.count("maximum", 0);
  } else {
    json.types({"string"});
  }
  write_pattern(type, json);
  json.strings("examples", examples_of(type.scalar));
}

void write_range(const Range& range, KeywordWriter& json) {
  const auto is_bound = [](double end) {
    return std::abs(end) < std::numeric_limits<double>::max();
  };
  if (is_bound(range.min)) json.number(range.above_min ? "exclusiveMinimum" : "minimum", range.min);
  if (is_bound(range.max)) json.number("maximum", range.max);
}

// A word that looks like a number is one, unless it is quoted.
void write_words(std::span<const std::string_view> words, KeywordWriter& json) {
  json.begin_array("enum");
  for (const auto word : words) {
    if (const auto integer = parse_integer(word)) json.integer(*integer);
    json.string(word);
  }
  json.end_array();
}

}  // namespace

void write_scalar_schema(const Type& type, KeywordWriter& json) {
  switch (type.scalar) {
    case Scalar::kJson:
      json.reference_among_others(kValue);
      return;
    case Scalar::kInteger:
    case Scalar::kNumber:
      json.types({type.scalar == Scalar::kInteger ? "integer" : "number"});
      write_range(type.range, json);
      return;
    case Scalar::kSeed:
      json.types({"integer"});
      json.count("minimum", 0);
      json.count("maximum", std::numeric_limits<std::uint64_t>::max());
      return;
    case Scalar::kBoolean:
      json.types({"boolean"});
      return;
    case Scalar::kWord:
      write_words(given(type.words), json);
      return;
    case Scalar::kDuration:
    case Scalar::kRate:
    case Scalar::kRateOrFind:
    case Scalar::kThreshold:
      write_quantity(type, json);
      return;
    default:  // any text, and to the reader 12 and true are some, too
      json.types({"string", "number", "boolean"});
      write_pattern(type, json);
  }
}

void write_value_definition(KeywordWriter& json) {
  json.begin_object(kValue);
  json.text("description", "Any value but null, sent as JSON.");
  json.types({"string", "number", "boolean", "array", "object"});
  for (const auto* const inner : {"items", "additionalProperties"}) {
    json.begin_object(inner);
    json.reference(kValue);
    json.end_object();
  }
  json.end_object();
}

}  // namespace shadowsim::scenario
