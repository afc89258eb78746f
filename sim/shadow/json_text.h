#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <rapidjson/fwd.h>

namespace shadowsim::shadow {

// The one written form of a JSON value in this program: no white space, keys sorted by their bytes,
// only what must be escaped is escaped, integers in full, other numbers with the fewest digits that
// read back exactly. Called compact text below. Strings are equal exactly if their compact texts
// are.

// The compact text of any JSON text. Of a key that stands twice in an object the last one counts.
// None where it is no JSON, or deeper than kDepthMax.
std::optional<std::string> to_compact(std::string_view json);

// Whether two compact texts are the same value: numbers by value (1 equals 1.0; integers exactly),
// arrays in order.
bool equal_compact(std::string_view one, std::string_view other);

// The same for any two JSON texts; false where either is no JSON.
bool equal_json(std::string_view one, std::string_view other);

// Appends compact text. Requires: `value` in the order that sort_keys() makes.
void append_compact(std::string& out, const rapidjson::Value& value);

// Appends the shape of a compact text with `stamp` in the place of each scalar.
void append_stamped(std::string& out, std::string_view compact, std::string_view stamp);

// Appends the shape of `value` with `stamp` in the place of each scalar, null included.
void append_stamped(std::string& out, const rapidjson::Value& value, std::string_view stamp);

// Appends a text as a JSON string, quoted and escaped. Requires: UTF-8.
void append_quoted(std::string& out, std::string_view text);

// Bytes that append_quoted() would add.
std::size_t quoted_bytes(std::string_view text);

}  // namespace shadowsim::shadow
