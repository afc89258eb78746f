#include "sim/policy/pattern.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace shadowsim::policy {
namespace {

constexpr PatternRules kAll{.variables = true, .wildcards = true};

struct Bad {
  std::string_view text;
  std::string_view problem;
};

class RefusePattern : public testing::TestWithParam<Bad> {};

TEST_P(RefusePattern, SaysWhatIsWrongWithAVariable) {
  const auto pattern = Pattern::compile(GetParam().text, kAll);
  ASSERT_TRUE(pattern.has_error());
  EXPECT_EQ(pattern.error().message, GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    , RefusePattern,
    testing::Values(Bad{"a/${iot:ClientId", "'${iot:ClientId' has no closing brace"},
                    Bad{"${a[b,c]", "'${a[b,c]' has no closing brace"},
                    Bad{"${}", "a variable needs the name of a key between its braces"},
                    Bad{"${ }", "a variable needs the name of a key between its braces"},
                    Bad{"${a, b}", "'${a, b}' must end like ${key, 'default'}, in single quotes"},
                    Bad{"${a, 'b}", "'${a, 'b}' must end like ${key, 'default'}, in single quotes"},
                    Bad{"${a, 'b'c}",
                        "'${a, 'b'c}' must end like ${key, 'default'}, in single quotes"}));

struct Match {
  std::string_view pattern;
  std::string_view text;
  bool matches;
};

class VariableMatch : public testing::TestWithParam<Match> {};

// A connection whose client ID and thing try to be wildcards.
const Context& context() {
  static const Context kContext{.client_id = "*",
                                .thing = "*",
                                .attributes = {{"a", "?"}, {"b,c", "d"}},
                                .domain_name = "Host",
                                .connect_attributes = std::vector<std::string>{"LastWill"}};
  return kContext;
}

TEST_P(VariableMatch, PutsValuesInLiterally) {
  const auto pattern = Pattern::compile(GetParam().pattern, kAll);
  ASSERT_TRUE(pattern.has_value()) << pattern.error().message;
  EXPECT_EQ(pattern->matches(code_points(GetParam().text), Facts{context()}), GetParam().matches)
      << GetParam().pattern << " against " << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    , VariableMatch,
    testing::Values(Match{"${iot:ClientId}/x", "*/x", true},
                    Match{"${iot:ClientId}/x", "a/x", false}, Match{"${IOT:clientid}", "*", true},
                    Match{"${iot:Connection.Thing.Attributes[a]}", "b", false},
                    Match{"${iot:Connection.Thing.Attributes[a]}", "?", true},
                    Match{"${iot:Connection.Thing.Attributes[A]}", "?", false},
                    Match{"${iot:Connection.Thing.Attributes[b,c]}", "d", true},
                    Match{"${iot:Connection.Thing.Attributes[b,d], 'e'}/x", "e/x", true},
                    Match{"${iot:ClientId}-${iot:DomainName}", "*-Host", true},
                    Match{"a*${iot:DomainName}", "abcHost", true},
                    // Without a value, nothing matches; not the text of the variable either.
                    Match{"x/${aws:SourceIp}", "x/${aws:SourceIp}", false},
                    Match{"*${aws:SourceIp}", "x", false},
                    Match{"x${aws:SourceIp, '*'}", "x*", true},
                    Match{"x${aws:SourceIp, '*'}", "xy", false},
                    Match{"x${aws:SourceIp,'none'}", "xnone", true},
                    Match{"x${aws:SourceIp, 'a}b'}", "xa}b", true},
                    Match{"x${aws:SourceIp, ''}", "x", true},
                    Match{"${iot:ClientId, 'none'}", "*", true},
                    // A key that may have many values cannot be put in, default or not.
                    Match{"${iot:ConnectAttributes}", "LastWill", false},
                    Match{"${iot:ConnectAttributes, 'x'}", "x", false},
                    // The three that are characters.
                    Match{"${*}", "*", true}, Match{"${*}", "a", false}, Match{"${?}", "a", false},
                    Match{"${$}{x}", "${x}", true},
                    // A dollar sign alone is an ordinary character.
                    Match{"$aws/things/*", "$aws/things/t", true}, Match{"a$", "a$", true}));

TEST(Pattern, WithoutVariablesTakesThemForText) {
  const auto pattern = Pattern::compile("x/${iot:ClientId}", {.wildcards = true});
  EXPECT_TRUE(pattern->matches(U"x/${iot:ClientId}", Facts{context()}));
  EXPECT_FALSE(pattern->matches(U"x/*", Facts{context()}));
}

TEST(Pattern, WithoutWildcardsTakesThemForText) {
  const auto pattern = Pattern::compile("a*?", {.variables = true});
  EXPECT_TRUE(pattern->matches(U"a*?", Facts{context()}));
  EXPECT_FALSE(pattern->matches(U"abc", Facts{context()}));
  EXPECT_FALSE(pattern->has_wildcard());
}

TEST(Pattern, FoldsWhatIsPutInToo) {
  const auto pattern =
      Pattern::compile("A-${iot:DomainName}", {.variables = true, .folds_case = true});
  EXPECT_TRUE(pattern->matches(folded_code_points("a-HOST"), Facts{context()}));
}

TEST(LiteralPattern, MatchesItsTextOnly) {
  for (const std::string_view text : {"plain", "a*b?", "$aws/x", "${iot:ClientId}", "${*}"}) {
    const auto pattern = Pattern::compile(literal_pattern(text), kAll);
    ASSERT_TRUE(pattern.has_value()) << text;
    EXPECT_FALSE(pattern->has_wildcard()) << text;
    EXPECT_TRUE(pattern->matches(code_points(text), Facts{context()})) << text;
  }
  EXPECT_EQ(literal_pattern("$aws/a*"), "$aws/a${*}");
}

TEST(Pattern, NamesItsVariablesAsTheyAreWritten) {
  const auto pattern = Pattern::compile("a${iot:ClientID}*${*}${ aws:SourceIp, 'x'}", kAll);
  EXPECT_EQ(pattern->variables(), (std::vector<std::string>{"iot:ClientID", "aws:SourceIp"}));
  EXPECT_TRUE(Pattern::compile("${a}", {.wildcards = true})->variables().empty());
}

}  // namespace
}  // namespace shadowsim::policy
