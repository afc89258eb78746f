#include "sim/text/json_string.h"

#include <fmt/format.h>

namespace shadowsim {

std::string json_string(std::string_view text) {
  std::string json = "\"";
  for (const char letter : text) {
    switch (letter) {
      case '"':
        json += "\\\"";
        break;
      case '\\':
        json += "\\\\";
        break;
      case '\n':
        json += "\\n";
        break;
      case '\r':
        json += "\\r";
        break;
      case '\t':
        json += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(letter) < 0x20) {
          json += fmt::format("\\u{:04X}", static_cast<unsigned>(letter));
        } else {
          json += letter;
        }
    }
  }
  return json += '"';
}

}  // namespace shadowsim
