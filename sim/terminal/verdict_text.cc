#include "sim/terminal/verdict_text.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace shadowsim::terminal {
namespace {

constexpr std::size_t kColumns = 80;
constexpr std::size_t kLineCharactersMax = 1600;  // of one message

bool begins_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

// How many bytes the UTF-8 character at the front claims to have, and has; 0 where it is none that
// a terminal should be given. Requires: not empty.
std::size_t printable_bytes(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return lead >= 0x20 && lead != 0x7F ? 1 : 0;
  const std::size_t length = lead >= 0xF0 && lead <= 0xF4   ? 4
                             : lead >= 0xE0 && lead <= 0xEF ? 3
                             : lead >= 0xC2 && lead <= 0xDF ? 2
                                                            : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t at = 1; at < length; ++at) {
    if (begins_character(text[at])) return 0;
  }
  // U+0080 to U+009F control terminals, too.
  return length == 2 && lead == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0 ? 0 : length;
}

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const std::size_t length = printable_bytes(text);
    if (length == 0)
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    else
      shown += text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return shown;
}

// The bytes of the first `characters` characters, or of all if there are fewer.
std::size_t bytes_of(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (begins_character(text[at]) && characters-- == 0) break;
  }
  return at;
}

std::string shortened(std::string text) {
  const std::size_t end = bytes_of(text, kLineCharactersMax);
  if (end == text.size()) return text;
  return fmt::format("{}... ({} bytes more)", text.substr(0, end), text.size() - end);
}

// Where to break a line that has room for `end` bytes: after the last blank or comma in its second
// half, or hard.
std::size_t break_at(std::string_view line, std::size_t end) {
  const auto place = line.substr(0, end).find_last_of(" ,");
  return place == std::string_view::npos || place < end / 2 ? end : place + 1;
}

// Appends one line, broken into as many as it takes; those after the first begin further in.
void append_wrapped(std::string& out, std::string_view line, std::size_t first_indent,
                    std::size_t next_indent) {
  std::size_t indent = first_indent;
  do {
    const std::size_t room = bytes_of(line, kColumns - indent);
    const std::size_t end = room == line.size() ? room : break_at(line, room);
    std::string_view part = line.substr(0, end);
    line.remove_prefix(end);
    while (part.ends_with(' '))
      part.remove_suffix(1);
    out.append(indent, ' ').append(part).append("\n");
    indent = next_indent;
  } while (!line.empty());
}

}  // namespace

std::string failure_text(const conformance::Case& conversation,
                         const conformance::Verdict& verdict) {
  constexpr std::size_t kIndent = 2;
  constexpr std::size_t kLabel = 9;  // "expected "
  std::string out;
  append_wrapped(out, printable("FAILED  " + conversation.name), 0, kIndent);
  if (!conversation.why.empty()) append_wrapped(out, printable(conversation.why), kIndent, kIndent);
  std::string_view rest = verdict.explanation;
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    line.remove_prefix(indent);
    append_wrapped(out, shortened(printable(line)), kIndent + indent,
                   kIndent + indent + (indent > 0 ? kLabel : kIndent));
  }
  return out + '\n';
}

}  // namespace shadowsim::terminal
