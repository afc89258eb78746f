#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/text/tree.h"

namespace shadowsim {

// A text with its lines found, to turn byte offsets into places and to look at what stands there.
// Borrows the text.
class SourceText {
 public:
  SourceText(std::string_view text, std::uint32_t source);

  // The place of the byte at `column` of `line`, both counted from 0.
  Place place(std::size_t line, std::size_t column) const;

  // The same of the byte at that offset of the whole text.
  Place place_of_offset(std::size_t offset) const;

  // The text from that byte on; empty past the end.
  std::string_view from(std::size_t line, std::size_t column) const;

  // The place of the last character before that byte which is neither space nor line break.
  Place last_before(std::size_t line, std::size_t column) const;

  // Where a tab stands in that line's indentation.
  std::optional<Place> tab_in_indentation(std::size_t line) const;

  // The first byte that a text cannot hold, with what is wrong: it is not UTF-8, or a control
  // character.
  struct Flaw {
    Place place;
    std::string what;
  };
  std::optional<Flaw> flaw() const;

  std::size_t lines() const { return starts_.size(); }

 private:
  std::string_view text_;
  std::uint32_t source_;
  std::vector<std::size_t> starts_;         // the offset at which each line begins
  std::vector<std::size_t> continuations_;  // the offsets of bytes that begin no character
};

// How many bytes the UTF-8 character at the start of `text` takes; 0 where it is not UTF-8.
// Source: RFC 3629, section 4.
std::size_t utf8_length(std::string_view text);

}  // namespace shadowsim
