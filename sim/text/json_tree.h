#pragma once

#include <optional>
#include <string_view>

#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim {

// Reads one JSON value from text of any bytes: objects become mappings, arrays lists, strings quoted
// scalars, numbers, true and false unquoted ones with the text that stands there. What keeps the text
// from being read as a tree (its syntax, a key that stands twice in an object, text that is not UTF-8,
// too deep or too large a tree) goes to `problems` with its place; the answer is none where there is
// no tree at all.
// Source: RFC 8259; a key that stands twice is refused as IAM does (IAM User Guide, "Grammar of the
//         IAM JSON policy language").
std::optional<Node> read_json(std::string_view text, std::uint32_t source, Problems& problems);

}  // namespace shadowsim
