#include "sim/policy/glob.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "sim/policy/pattern.h"

namespace shadowsim::policy {
namespace {

Glob glob(std::string_view pattern) {
  return *Pattern::compile(pattern, {.wildcards = true})->resolve(Facts{{}});
}

bool matches(std::string_view pattern, std::string_view text) {
  return glob(pattern).matches(code_points(text));
}

struct Match {
  std::string_view pattern;
  std::string_view text;
  bool matches;
};

class GlobMatch : public testing::TestWithParam<Match> {};

TEST_P(GlobMatch, IsAnchoredAtBothEnds) {
  EXPECT_EQ(matches(GetParam().pattern, GetParam().text), GetParam().matches)
      << GetParam().pattern << " against " << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    , GlobMatch,
    testing::Values(Match{"a", "ab", false}, Match{"a", "ba", false}, Match{"a", "A", false},
                    Match{"", "a", false}, Match{"", "", true}, Match{"*", "", true},
                    Match{"*", "a/b/c", true}, Match{"a*", "a", true}, Match{"a/*", "a", false},
                    Match{"*/x", "a/b/x", true}, Match{"*/x", "a/b/xy", false},
                    Match{"a*c*e", "abcde", true}, Match{"a*c*e", "abcd", false},
                    Match{"a*b", "ab1b", true}, Match{"***", "", true}, Match{"*a", "aaab", false},
                    Match{"?", "", false}, Match{"?", "a", true}, Match{"?", "/", true},
                    Match{"?", "ab", false}, Match{"??*", "a", false}, Match{"*??", "abc", true},
                    Match{"a?c", "a/c", true},
                    // MQTT's wildcards are ordinary characters, on both sides.
                    Match{"a/+/c", "a/b/c", false}, Match{"a/+/c", "a/+/c", true},
                    Match{"a/#", "a/b", false}, Match{"a/*", "a/#", true},
                    Match{"a/b", "a/+", false},
                    // '*' and '?' of a request are text.
                    Match{"ab", "*", false}, Match{"a", "?", false}, Match{"?", "*", true},
                    // '?' takes a character, not a byte.
                    Match{"?", "\xC3\xA4", true}, Match{"??", "\xC3\xA4", false},
                    Match{"\xC3\xA4?", "\xC3\xA4\xF0\x9F\x92\xA1", true}));

TEST(Glob, TakesNoExponentialTime) {
  std::string pattern;
  for (int i = 0; i < 1000; ++i)
    pattern += "*a";
  EXPECT_FALSE(matches(pattern + "*b", std::string(10'000, 'a')));
}

TEST(Glob, MatchesBytesThatAreNotUtf8ByWildcardsOnly) {
  EXPECT_TRUE(matches("a*", "a\xFF"));
  EXPECT_TRUE(matches("a?", "a\xFF"));
  EXPECT_FALSE(matches("a\xC3\xBF", "a\xFF"));
}

TEST(Glob, IsCutAtColonsButNotBeyondTheLastPart) {
  const auto parts = glob("a:*b:c:d").parts(3);
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_TRUE(parts[1].matches(U"xb"));
  EXPECT_TRUE(parts[2].matches(U"c:d"));
  EXPECT_EQ(glob("abc").parts(6).size(), 1U);
}

TEST(CodePoints, FoldsTheEnglishLettersOnly) {
  EXPECT_EQ(folded_code_points("IOT:Publish\xC3\x84"), U"iot:publish\u00C4");
  EXPECT_EQ(code_points("aZ\xF0\x9F\x92\xA1"), U"aZ\U0001F4A1");
}

TEST(GlobOf, KnowsWildcardsAndNothingElse) {
  const auto matches = [](std::string_view pattern, std::string_view text) {
    return glob_of(pattern).matches(code_points(text));
  };
  EXPECT_TRUE(matches("light-*", "light-0001"));
  EXPECT_FALSE(matches("light-*", "a-light-0001"));
  EXPECT_TRUE(matches("l?mp", "l\u00e4mp"));
  EXPECT_FALSE(matches("l?mp", "lmp"));
  EXPECT_TRUE(matches("${a}", "${a}"));
  EXPECT_FALSE(matches("", "a"));
}

}  // namespace
}  // namespace shadowsim::policy
