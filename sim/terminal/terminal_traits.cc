#include "sim/terminal/terminal_traits.h"

#include <string>
#include <string_view>

namespace shadowsim::terminal {

bool wants_colour(const Environment& environment) {
  return environment("NO_COLOR").value_or("").empty();
}

bool knows_unicode(const Environment& environment) {
  for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string locale = environment(name).value_or("");
    if (locale.empty()) continue;
    for (const std::string_view charset : {"UTF-8", "utf-8", "UTF8", "utf8"}) {
      if (locale.find(charset) != std::string::npos) return true;
    }
    return false;
  }
  return false;
}

bool can_move_cursor(const Environment& environment) {
  return environment("TERM") != "dumb";
}

}  // namespace shadowsim::terminal
