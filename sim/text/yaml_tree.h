#pragma once

#include <optional>
#include <string_view>

#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim {

// Reads one YAML document from text of any bytes. Aliases become copies of what they name. What
// keeps the text from being read as a tree (its syntax, a duplicate key, a tag, a second document,
// text that is not UTF-8, too deep or too large a tree) goes to `problems` with its place; the
// answer is none where there is no tree at all. A text without a value is a null node.
// Source: YAML 1.2, as far as yaml-cpp 0.7 reads it.
std::optional<Node> read_yaml(std::string_view text, std::uint32_t source, Problems& problems);

}  // namespace shadowsim
