#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/shadow/section.h"

namespace shadowsim::shadow {

// A section with the times of its leaves as one JSON text, for a database. Objects are as they are;
// a leaf is an array of its time, in seconds since 1970, and its value:
//
//   {"color":[1700000000,"red"],"strip":{"pixels":[1700000060,[1,2,3]]}}

// Appends that text.
void append_stored(std::string& out, const Section& section);

// The section of such a text, exactly as it was. None where the text is no such text, whatever its
// bytes.
std::optional<Section> read_stored(std::string_view text);

}  // namespace shadowsim::shadow
