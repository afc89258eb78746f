#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shadowsim::policy {

// The characters of a text, one element each. A byte that is not UTF-8, which no policy holds, gets a
// value that only a wildcard matches.
// Source: iot-policy.md, sections 3.2 and 9: '?' takes one code point, no normalisation (our choice).
std::u32string code_points(std::string_view utf8);

// The same with the letters A to Z made small.
std::u32string folded_code_points(std::string_view utf8);

// A text with wildcards that are known apart from the characters '*' and '?', so that a text put in
// for a variable cannot open a wildcard.
class Glob {
 public:
  void add_text(std::u32string_view characters) { symbols_ += characters; }
  void add_any_run();  // any characters, also none, also slashes
  void add_any_one();  // exactly one character, also a slash

  void add(const Glob& other);

  // Whether all of `text` is as the pattern says: anchored at both ends, case-sensitive. Takes at most
  // the product of both lengths, never more, whatever the pattern.
  // Source: iot-policy.md, section 3.2; IAM User Guide, "IAM JSON policy elements: Resource".
  bool matches(std::u32string_view text) const;

  // The pattern cut at the first `most - 1` colons that are characters of it: the last part may hold
  // more. Requires: most is at least 1.
  std::vector<Glob> parts(std::size_t most) const;

 private:
  std::u32string symbols_;  // characters, and two values beyond Unicode for the wildcards
};

// A text in which '*' and '?' are wildcards, and nothing else is special.
Glob glob_of(std::string_view text);

}  // namespace shadowsim::policy
