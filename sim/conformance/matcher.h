#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "sim/time/clock.h"

namespace shadowsim::conformance {

// Values that "$bind:NAME" has remembered in a case, as JSON texts.
using Bindings = std::map<std::string, std::string, std::less<>>;

// How far a "$timestamp" may be from the time at which the message is judged.
inline constexpr std::chrono::seconds kTimestampTolerance{10};

// Compares a message with what a case expects of it. At the top level only the keys of `expected`
// are looked at; below it a match is exact. Numbers are compared by value, integers exactly. These
// texts are placeholders, at any depth:
//   $any            the key is there, with any value
//   $absent         the key is not there
//   $timestamp      integer seconds, within kTimestampTolerance of `now`
//   $int            any integer
//   $gt:N           an integer greater than N
//   $prefix:TEXT    a text that starts with TEXT
//   $bind:NAME      any value, remembered in `bindings`
//   $ref:NAME       equal to the remembered value
//   $after:NAME     an integer greater than the remembered one
// Returns what is wrong, in a sentence with the path of the value, or none where it matches.
std::optional<std::string> find_mismatch(std::string_view expected_json, std::string_view payload,
                                         WallTime now, Bindings& bindings);

// A JSON text with each "$ref:NAME" replaced by the value remembered. None where a name is not.
// Requires: JSON.
std::optional<std::string> substitute(std::string_view json, const Bindings& bindings);

}  // namespace shadowsim::conformance
