#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

#include "sim/scenario/schema.h"

// The words in which the tables of the format are written (schema_tables.h): what a value may be, in short.
// Types and mappings that others are made of are borrowed, so they are constants of their own.
namespace shadowsim::scenario::kinds {

inline constexpr double kSecond = 1e9;  // ranges of durations are in nanoseconds
inline constexpr double kYear = 8784 * 3600 * kSecond;

constexpr Type integer(double min, double max, std::string_view unit = {}) {
  return {.scalar = Scalar::kInteger, .range = {min, max, false}, .unit = unit};
}
constexpr Type number(Range range) {
  return {.scalar = Scalar::kNumber, .range = range};
}
// Durations that no scenario is longer than, unless told otherwise.
constexpr Type duration(double max = kYear) {
  return {.scalar = Scalar::kDuration, .range = {0, max, false}};
}
constexpr Type duration_above_zero(double max = kYear) {
  return {.scalar = Scalar::kDuration, .range = {0, max, true}};
}
constexpr Type word(std::string_view first, std::string_view second = {}) {
  return {.scalar = Scalar::kWord, .words = {first, second}};
}
// A list of at least `min` of these.
constexpr Type list_of(const Type& item, std::uint32_t min, std::uint32_t max = 0xFFFFFFFF) {
  return {.item = &item, .items_min = min, .items_max = max};
}
constexpr Type mapping(const Mapping& keys) {
  return {.mapping = &keys};
}
// A mapping of property names to these.
constexpr Type properties(const Type& value) {
  return {.property = &value};
}
constexpr Type plain(Scalar scalar) {
  return {.scalar = scalar};
}
// What `type` takes, or a mapping or list in its place.
constexpr Type with_mapping(Type type, const Mapping& keys) {
  type.mapping = &keys;
  return type;
}
constexpr Type with_list(Type type, const Type& item, std::uint32_t min) {
  type.item = &item;
  type.items_min = min;
  return type;
}

inline constexpr Type kText = plain(Scalar::kText);
inline constexpr Type kBoolean = plain(Scalar::kBoolean);
inline constexpr Type kJson = plain(Scalar::kJson);
inline constexpr Type kThreshold = plain(Scalar::kThreshold);
inline constexpr Type kDelay = duration(3600 * kSecond);
inline constexpr Type kAnyNumber =
    number({-std::numeric_limits<double>::max(), std::numeric_limits<double>::max(), false});
inline constexpr Type kRate{.scalar = Scalar::kRate, .range = {0, 1e6, true}};
inline constexpr Type kRateOrFind{.scalar = Scalar::kRateOrFind, .range = {0, 1e6, true}};

inline constexpr std::string_view kNone{};  // for Key::otherwise: there is no default

}  // namespace shadowsim::scenario::kinds
