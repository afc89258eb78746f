#include "sim/text/source_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace shadowsim {
namespace {

unsigned byte_at(std::string_view text, std::size_t offset) {
  return static_cast<unsigned char>(text[offset]);
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
  if (text.empty()) return 0;
  const unsigned first = byte_at(text, 0);
  if (first < 0x80) return 1;
  std::size_t length = 0;
  unsigned low = 0x80;  // what the second byte is at least and at most
  unsigned high = 0xBF;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
  }
  if (length == 0 || text.size() < length) return 0;
  if (byte_at(text, 1) < low || byte_at(text, 1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte_at(text, i) & 0xC0U) != 0x80U) return 0;
  }
  return length;
}

SourceText::SourceText(std::string_view text, std::uint32_t source)
    : text_{text}, source_{source}, starts_{0} {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') starts_.push_back(i + 1);
    if ((byte_at(text, i) & 0xC0U) == 0x80U) continuations_.push_back(i);
  }
}

Place SourceText::place(std::size_t line, std::size_t column) const {
  const std::size_t start = line < starts_.size() ? starts_[line] : text_.size();
  const std::size_t end = std::min(start + column, text_.size());
  const auto continuations_before = [&](std::size_t offset) {
    return std::lower_bound(continuations_.begin(), continuations_.end(), offset);
  };
  const auto continuations =
      static_cast<std::size_t>(continuations_before(end) - continuations_before(start));
  return {source_, static_cast<std::uint32_t>(line + 1),
          static_cast<std::uint32_t>(end - start - continuations + 1)};
}

std::string_view SourceText::from(std::size_t line, std::size_t column) const {
  if (line >= starts_.size()) return {};
  return text_.substr(std::min(starts_[line] + column, text_.size()));
}

Place SourceText::last_before(std::size_t line, std::size_t column) const {
  const std::size_t start = line < starts_.size() ? starts_[line] : text_.size();
  const auto before = text_.substr(0, std::min(start + column, text_.size()));
  const std::size_t last = before.find_last_not_of(" \t\r\n");
  return place_of_offset(last == std::string_view::npos ? 0 : last);
}

std::optional<Place> SourceText::tab_in_indentation(std::size_t line) const {
  const std::string_view rest = from(line, 0);
  const std::size_t indentation = std::min(rest.find_first_not_of(" \t"), rest.size());
  const std::size_t tab = rest.substr(0, indentation).find('\t');
  if (tab == std::string_view::npos) return std::nullopt;
  return place(line, tab);
}

Place SourceText::place_of_offset(std::size_t offset) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const auto line = static_cast<std::size_t>(after - starts_.begin()) - 1;
  return place(line, offset - starts_[line]);
}

std::optional<SourceText::Flaw> SourceText::flaw() const {
  for (std::size_t i = 0; i < text_.size();) {
    const std::size_t length = utf8_length(text_.substr(i));
    if (length == 0) {
      return Flaw{place_of_offset(i),
                  fmt::format("the byte 0x{:02X} is not UTF-8, only UTF-8 text is read",
                              byte_at(text_, i))};
    }
    const unsigned byte = byte_at(text_, i);
    const bool space = byte == '\t' || byte == '\n' || byte == '\r';
    if ((byte < 0x20 && !space) || byte == 0x7F) {
      return Flaw{place_of_offset(i),
                  fmt::format("the control character 0x{:02X} cannot stand in a text", byte)};
    }
    i += length;
  }
  return std::nullopt;
}

}  // namespace shadowsim
