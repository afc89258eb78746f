#pragma once

#include <string_view>

namespace shadowsim::shadow {

// Whether the bytes are well-formed UTF-8: no surrogates, no overlong forms, nothing above
// U+10FFFF.
// Source:  RFC 3629, section 4.
bool is_utf8(std::string_view bytes);

}  // namespace shadowsim::shadow
