#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

// The scenario format, described once. The validation holds a file against this description and
// fills in its defaults (validation.h), the reference in docs/ is written from it (reference.h).
// A new key is one line in its table (schema_tables.h) and one where it is read into the typed scenario.
namespace shadowsim::scenario {

// What a single value (neither list nor mapping) may be.
enum class Scalar : std::uint8_t {
  kNone,            // no single value at all
  kText,            // any
  kName,            // letters, digits, '-' and '_', 1 to 64 of them
  kWord,            // one of Type::words
  kInteger,         // within Type::range
  kSeed,            // 0 to 2^64 - 1
  kNumber,          // within Type::range
  kBoolean,         // true or false
  kDuration,        // Type::range in nanoseconds
  kRate,            // Type::range in events per second
  kRateOrFind,      // the same, or the word "find"
  kPattern,         // a name with {index}
  kPatternOfThing,  // a name with {index} or {thing}
  kThreshold,       // an expression, see threshold.h
  kShadowName,      // of a named shadow; "classic" for the one without a name
  kJson,            // anything but null, lists and mappings included: a property's value
};

struct Range {
  double min = 0;
  double max = std::numeric_limits<double>::infinity();
  bool above_min = false;  // min itself is too little
};

struct Mapping;

// What a value may be: a single value, a list or a mapping, each where it is given below. A value's
// form in the file says which of them it is.
struct Type {
  Scalar scalar = Scalar::kNone;
  Range range{};
  std::string_view unit{};                  // of a kInteger, for people: "lights"
  std::array<std::string_view, 2> words{};  // of a kWord; an empty one counts for nothing

  const Type* item = nullptr;  // a list of these
  std::uint32_t items_min = 0;
  std::uint32_t items_max = std::numeric_limits<std::uint32_t>::max();

  const Mapping* mapping = nullptr;  // a mapping with these keys
  const Type* property = nullptr;    // a mapping of property names, at least one, to these
};

enum class Need : std::uint8_t { kRequired, kOptional, kDefault };

// One key of a mapping.
struct Key {
  std::string_view name;
  Type type;
  Need need;
  std::string_view otherwise;  // with kDefault: the value as an author would write it
  std::string_view meaning;    // one sentence
};

// Of some optional keys of a mapping.
struct Choice {
  enum class Kind : std::uint8_t { kExactlyOne, kAtLeastOne };
  Kind kind = Kind::kExactlyOne;
  std::array<std::string_view, 6> keys{};  // an empty one counts for nothing
};

// A mapping with known keys.
struct Mapping {
  std::string_view title;    // for people: "fleet", "light choice"
  std::string_view meaning;  // what it is, one sentence or a few
  std::span<const Key> keys;
  std::span<const Choice> choices;
  std::string_view example;  // YAML, a line or several
};

// The scenario itself, from which all of the format is reached.
const Mapping& scenario_schema();

// Another kind of scenario, which has no fleet and no timeline: one with the key `find_limits`.
const Mapping& limits_schema();

// The version of the format that this program reads: the value of the key `shadowsim`.
inline constexpr int kFormatVersion = 1;

// The words of a kWord, or the keys of a choice: those that count.
template <std::size_t N>
std::span<const std::string_view> given(const std::array<std::string_view, N>& names) {
  std::size_t count = 0;
  while (count < N && !names[count].empty())
    ++count;
  return {names.data(), count};
}

}  // namespace shadowsim::scenario
