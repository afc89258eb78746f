#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim {

// Whether a key that stands twice in an object is told of at once, or by whoever knows to what it
// belongs, with refuse_repeated_keys().
enum class RepeatedKeys : std::uint8_t { kRefused, kKept };

// Reads one JSON value from text of any bytes: objects become mappings, arrays lists, strings quoted
// scalars, numbers, true and false unquoted ones with the text that stands there. What keeps the text
// from being read as a tree (its syntax, a key that stands twice in an object, text that is not UTF-8,
// too deep or too large a tree) goes to `problems` with its place; the answer is none where there is
// no tree at all. With RepeatedKeys::kKept, a key that stands twice is twice in the tree.
// Source: RFC 8259; a key that stands twice is refused as IAM does (IAM User Guide, "Grammar of the
//         IAM JSON policy language").
std::optional<Node> read_json(std::string_view text, std::uint32_t source, Problems& problems,
                              RepeatedKeys repeated = RepeatedKeys::kRefused);

// Tells of each key that stands a second time in a mapping, at every level of the tree.
void refuse_repeated_keys(const Node& root, Problems& problems);

// The text of the list or mapping that begins at the place. Requires: read_json() found one there in
// this text.
std::string_view json_text_at(std::string_view text, Place place);

}  // namespace shadowsim
