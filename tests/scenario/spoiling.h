#pragma once

#include <array>
#include <string>
#include <string_view>

#include "sim/base/random.h"

// How tests of this folder make odd scenarios out of good ones.
namespace shadowsim::scenario {

// Changes a few places: a byte put in, left out or exchanged, a line twice, moved or cut.
inline std::string spoiled(std::string text, Random& random) {
  static constexpr std::array<std::string_view, 22> kPieces{
      "{",   "}",    "[",  "]", ": ", "- ", "\n", "\t", "\"",   "'",    "&a ",
      "*a ", "!!x ", "# ", "|", ">",  "~",  "0",  "-1", "\xFF", "\xC3", "{index"};
  const auto changes = 1 + random.below(4);
  for (std::uint64_t i = 0; i < changes && !text.empty(); ++i) {
    const auto at = random.below(text.size());
    switch (random.below(4)) {
      case 0:
        text.insert(at, kPieces[random.below(kPieces.size())]);
        break;
      case 1:
        text.erase(at, 1 + random.below(8));
        break;
      case 2:
        text[at] = static_cast<char>(random.below(256));
        break;
      default: {
        const auto from = random.below(text.size());
        text.insert(at, text.substr(from, random.below(60)));
      }
    }
  }
  return text;
}

}  // namespace shadowsim::scenario
