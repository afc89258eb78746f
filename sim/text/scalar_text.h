#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace shadowsim {

// What a plain (unquoted) YAML scalar is.
// Source: YAML 1.2.2, section 10.3.2 (core schema). So yes, no, on and off are texts.
enum class ScalarKind : std::uint8_t {
  kText,
  kBoolean,       // true, True, TRUE, false, ...
  kInteger,       // decimal, 0x or 0o; signed or unsigned 64 bits hold it
  kNumber,        // with a point or an exponent; a finite double holds it
  kTooLarge,      // a number that neither 64 bits nor a double hold
  kNotFinite,     // .inf, .nan
  kLeadingZeros,  // 007: octal to some readers, decimal to others, text to the rest
};

ScalarKind kind_of_scalar(std::string_view text);

// None where the text is no integer, or one that does not fit.
std::optional<std::int64_t> parse_integer(std::string_view text);
std::optional<std::uint64_t> parse_unsigned(std::string_view text);

// Integers are numbers, too. None where the text is no finite number.
std::optional<double> parse_number(std::string_view text);

std::optional<bool> parse_boolean(std::string_view text);

}  // namespace shadowsim
