#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shadowsim::terminal {

// Words on lines of at most 80 columns, the first beginning with `first`, the others with as many
// blanks; ends with a new line. A word that is longer has a line of its own.
std::string paragraph(std::string_view first, std::string_view words);

// "a", "a and b", "a, b and c"; of more than `most` the first ones "and 3 more".
std::string listed(const std::vector<std::string>& items, std::size_t most);

}  // namespace shadowsim::terminal
