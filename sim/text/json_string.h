#pragma once

#include <string>
#include <string_view>

namespace shadowsim {

// The text as a JSON string, with quotes around it and no escape that is not needed.
// Requires: `text` is UTF-8.
// Source:   RFC 8259, section 7.
std::string json_string(std::string_view text);

}  // namespace shadowsim
