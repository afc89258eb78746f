#pragma once

#include <string>
#include <string_view>

namespace shadowsim::report {

// Any text as part of an XML document, within an element or an attribute's quotes: what has a
// meaning there is escaped, new lines and tabs, too, which attributes would lose. What XML cannot
// hold at all (most control characters, bytes that are no UTF-8) becomes U+FFFD.
// Source:  XML 1.0, sections 2.2 and 2.4; UTF-8: RFC 3629.
std::string to_xml_text(std::string_view text);

}  // namespace shadowsim::report
