#include "sim/report/xml_text.h"

#include <cstddef>
#include <cstdint>

namespace shadowsim::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// A character and how many bytes it takes; no bytes where none begins here.
struct Character {
  std::uint32_t code = 0;
  std::size_t length = 0;
};

Character first_of(std::string_view text) {
  const auto byte = [&](std::size_t place) {
    return std::uint32_t{static_cast<unsigned char>(text[place])};
  };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF5   ? 0
                             : lead >= 0xF0 ? 4
                             : lead >= 0xE0 ? 3
                             : lead >= 0xC2 ? 2
                                            : 0;
  if (length == 0 || text.size() < length) return {};
  std::uint32_t code = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return {};
    code = code << 6U | (byte(i) & 0x3FU);
  }
  constexpr std::uint32_t kShortest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kShortest[length] || code > 0x10FFFF) return {};
  return {code, length};
}

bool is_of_xml(std::uint32_t code) {
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  return !(code >= 0xD800 && code <= 0xDFFF) && code != 0xFFFE && code != 0xFFFF;
}

}  // namespace

std::string to_xml_text(std::string_view text) {
  std::string xml;
  while (!text.empty()) {
    const Character next = first_of(text);
    if (next.length == 0 || !is_of_xml(next.code)) {
      xml += kReplacement;
    } else if (next.code < 0x20) {
      xml += "&#" + std::to_string(next.code) + ';';
    } else if (next.code == '&') {
      xml += "&amp;";
    } else if (next.code == '<') {
      xml += "&lt;";
    } else if (next.code == '>') {
      xml += "&gt;";
    } else if (next.code == '"') {
      xml += "&quot;";
    } else {
      xml += text.substr(0, next.length);
    }
    text.remove_prefix(next.length == 0 ? 1 : next.length);
  }
  return xml;
}

}  // namespace shadowsim::report
