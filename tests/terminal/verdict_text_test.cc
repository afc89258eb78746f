#include "sim/terminal/verdict_text.h"

#include <algorithm>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::terminal {
namespace {

using conformance::Case;
using conformance::Verdict;
using testing::HasSubstr;
using testing::Not;

std::string text_of(const std::string& explanation, const std::string& why = "") {
  return failure_text(Case{"name", why, {}, {}}, Verdict{false, explanation});
}

// The longest line, in characters.
std::size_t width(const std::string& text) {
  std::size_t widest = 0;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    const auto characters = std::count_if(line.begin(), line.end(), [](char byte) {
      return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    });
    widest = std::max(widest, static_cast<std::size_t>(characters));
  }
  return widest;
}

TEST(FailureText, NeverGivesATerminalWhatControlsIt) {
  const std::string text = text_of("came \x1b[31m \x7f \xC2\x9B \xFF\xC3 \xE2\x82");
  EXPECT_THAT(text, HasSubstr(R"(\x1b[31m \x7f \xc2\x9b \xff\xc3 \xe2\x82)"));
}

TEST(FailureText, BreaksLongLinesAndLetsTheRestBeginFurtherIn) {
  const std::string text = text_of("step 1: x\n    came     {" + std::string(200, 'y') + "}");
  EXPECT_EQ(width(text), 80U);
  EXPECT_THAT(text, HasSubstr("\n      came     {yyy"));
  EXPECT_THAT(text, HasSubstr("\n               yyy"));
}

TEST(FailureText, CountsCharactersAndBreaksBetweenThem) {
  std::string letters;
  for (int index = 0; index < 150; ++index)
    letters += "\u00e4";
  const std::string text = text_of(letters);
  EXPECT_EQ(width(text), 80U);
  EXPECT_THAT(text, Not(HasSubstr("\\x")));
}

TEST(FailureText, ShortensWhatNobodyReads) {
  const std::string text = text_of("came " + std::string(8000, 'y'));
  EXPECT_THAT(text, HasSubstr("... (6405 bytes more)"));
  EXPECT_LT(text.size(), 2000U);
}

TEST(FailureText, BeginsWithTheNameAndTheRule) {
  EXPECT_EQ(text_of("step 1: wrong\n    came     x", "A rule."),
            "FAILED  name\n"
            "  A rule.\n"
            "  step 1: wrong\n"
            "      came     x\n"
            "\n");
}

}  // namespace
}  // namespace shadowsim::terminal
