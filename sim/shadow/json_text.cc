#include "sim/shadow/json_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "sim/shadow/json_reader.h"
#include "sim/shadow/limits.h"

namespace shadowsim::shadow {
namespace {

using rapidjson::Value;

// The letter that follows a backslash for a character that has one; 0 for the others.
constexpr char short_escape(char character) {
  switch (character) {
    case '"':
    case '\\':
      return character;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

constexpr bool needs_escape(char character) {
  return static_cast<unsigned char>(character) < 0x20 || character == '"' || character == '\\';
}

void append_escaped(std::string& out, char character) {
  out += '\\';
  if (const char letter = short_escape(character); letter != 0) {
    out += letter;
    return;
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto code = static_cast<unsigned char>(character);
  out += "u00";
  out += kDigits[code >> 4U];
  out += kDigits[code & 0x0FU];
}

template <class Number>
void append_digits(std::string& out, Number number) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_number(std::string& out, const Value& number) {
  if (number.IsUint64()) return append_digits(out, number.GetUint64());
  if (number.IsInt64()) return append_digits(out, number.GetInt64());
  const std::size_t start = out.size();
  append_digits(out, number.GetDouble());
  // What came as no integer does not go out as one.
  if (out.find_first_of(".e", start) == std::string::npos) out += ".0";
}

// One past the end of the JSON string that begins at `start`. Requires: compact text.
std::size_t string_end(std::string_view text, std::size_t start) {
  std::size_t at = start + 1;
  while (text[at] != '"')
    at += text[at] == '\\' ? 2 : 1;
  return at + 1;
}

// One past the end of the number or word that begins at `start`.
std::size_t word_end(std::string_view text, std::size_t start) {
  const auto end = text.find_first_of(",]}", start);
  return end == std::string_view::npos ? text.size() : end;
}

bool begins_number(char character) {
  return character == '-' || (character >= '0' && character <= '9');
}

bool is_integer(std::string_view number) {
  return number.find_first_of(".e") == std::string_view::npos;
}

double to_double(std::string_view number) {
  double value = 0;
  std::from_chars(number.data(), number.data() + number.size(), value);
  return value;
}

bool equals_integer(double value, std::string_view integer) {
  constexpr double kTwoTo64 = 18446744073709551616.0;
  constexpr double kTwoTo63 = kTwoTo64 / 2;
  if (value != std::trunc(value) || value >= kTwoTo64 || value < -kTwoTo63) return false;
  std::string text;
  if (value < 0)
    append_digits(text, static_cast<std::int64_t>(value));
  else
    append_digits(text, static_cast<std::uint64_t>(value));
  return text == integer;
}

bool equal_numbers(std::string_view one, std::string_view other) {
  if (one == other) return true;
  if (is_integer(one)) return !is_integer(other) && equals_integer(to_double(other), one);
  if (is_integer(other)) return equals_integer(to_double(one), other);
  return to_double(one) == to_double(other);  // 0.0 and -0.0
}

}  // namespace

std::optional<std::string> to_compact(std::string_view json) {
  JsonReader reader;
  Value* const value = reader.read(json);
  if (value == nullptr || is_deeper_than(*value, kDepthMax)) return std::nullopt;
  sort_keys(*value);
  std::string compact;
  append_compact(compact, *value);
  return compact;
}

bool equal_compact(std::string_view one, std::string_view other) {
  if (one == other) return true;
  std::size_t at_one = 0;
  std::size_t at_other = 0;
  while (at_one < one.size() && at_other < other.size()) {
    const char character = one[at_one];
    if (begins_number(character) && begins_number(other[at_other])) {
      const std::size_t end_one = word_end(one, at_one);
      const std::size_t end_other = word_end(other, at_other);
      if (!equal_numbers(one.substr(at_one, end_one - at_one),
                         other.substr(at_other, end_other - at_other)))
        return false;
      at_one = end_one;
      at_other = end_other;
    } else if (character == '"') {
      const std::size_t length = string_end(one, at_one) - at_one;
      if (one.substr(at_one, length) != other.substr(at_other, length)) return false;
      at_one += length;
      at_other += length;
    } else {
      if (character != other[at_other]) return false;
      ++at_one;
      ++at_other;
    }
  }
  return at_one == one.size() && at_other == other.size();
}

bool equal_json(std::string_view one, std::string_view other) {
  const auto compact_one = to_compact(one);
  if (!compact_one) return false;
  const auto compact_other = to_compact(other);
  return compact_other && equal_compact(*compact_one, *compact_other);
}

void append_compact(std::string& out, const Value& value) {
  switch (value.GetType()) {
    case rapidjson::kNullType:
      out += "null";
      return;
    case rapidjson::kFalseType:
      out += "false";
      return;
    case rapidjson::kTrueType:
      out += "true";
      return;
    case rapidjson::kNumberType:
      return append_number(out, value);
    case rapidjson::kStringType:
      return append_quoted(out, to_view(value));
    case rapidjson::kArrayType:
      out += '[';
      for (const auto* element = value.Begin(); element != value.End(); ++element) {
        if (element != value.Begin()) out += ',';
        append_compact(out, *element);
      }
      out += ']';
      return;
    case rapidjson::kObjectType:
      out += '{';
      for (auto member = value.MemberBegin(); member != value.MemberEnd(); ++member) {
        if (member != value.MemberBegin()) out += ',';
        append_quoted(out, to_view(member->name));
        out += ':';
        append_compact(out, member->value);
      }
      out += '}';
      return;
  }
}

void append_stamped(std::string& out, std::string_view compact, std::string_view stamp) {
  std::size_t at = 0;
  while (at < compact.size()) {
    const char character = compact[at];
    if (std::string_view{"[]{},"}.find(character) != std::string_view::npos) {
      out += character;
      ++at;
      continue;
    }
    const std::size_t end = character == '"' ? string_end(compact, at) : word_end(compact, at);
    if (end < compact.size() && compact[end] == ':') {
      out += compact.substr(at, end + 1 - at);
      at = end + 1;
    } else {
      out += stamp;
      at = end;
    }
  }
}

void append_stamped(std::string& out, const Value& value, std::string_view stamp) {
  if (value.IsObject()) {
    out += '{';
    for (auto member = value.MemberBegin(); member != value.MemberEnd(); ++member) {
      if (member != value.MemberBegin()) out += ',';
      append_quoted(out, to_view(member->name));
      out += ':';
      append_stamped(out, member->value, stamp);
    }
    out += '}';
  } else if (value.IsArray()) {
    out += '[';
    for (const auto* element = value.Begin(); element != value.End(); ++element) {
      if (element != value.Begin()) out += ',';
      append_stamped(out, *element, stamp);
    }
    out += ']';
  } else {
    out += stamp;
  }
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!needs_escape(text[at])) continue;
    out += text.substr(copied, at - copied);
    append_escaped(out, text[at]);
    copied = at + 1;
  }
  out += text.substr(copied);
  out += '"';
}

std::size_t quoted_bytes(std::string_view text) {
  constexpr std::size_t kShort = 1;  // what a backslash and a letter take beyond the character
  constexpr std::size_t kLong = 5;
  std::size_t bytes = text.size() + 2;
  for (const char character : text) {
    if (needs_escape(character)) bytes += short_escape(character) != 0 ? kShort : kLong;
  }
  return bytes;
}

}  // namespace shadowsim::shadow
