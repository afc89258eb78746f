#include "sim/text/scalar_text.h"

#include <gtest/gtest.h>

namespace shadowsim {
namespace {

struct Case {
  const char* text;
  ScalarKind kind;
};

class KindOfScalar : public testing::TestWithParam<Case> {};

TEST_P(KindOfScalar, IsThatOfTheCoreSchema) {
  EXPECT_EQ(kind_of_scalar(GetParam().text), GetParam().kind) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    , KindOfScalar,
    testing::Values(Case{"red", ScalarKind::kText}, Case{"", ScalarKind::kText},
                    Case{"on", ScalarKind::kText}, Case{"yes", ScalarKind::kText},
                    Case{"-", ScalarKind::kText}, Case{".", ScalarKind::kText},
                    Case{"1_000", ScalarKind::kText}, Case{"10:30", ScalarKind::kText},
                    Case{"1e", ScalarKind::kText}, Case{"0x", ScalarKind::kText},
                    Case{"0xyz", ScalarKind::kText}, Case{"0o9", ScalarKind::kText},
                    Case{"2024-01-01", ScalarKind::kText}, Case{"1.2.3", ScalarKind::kText},
                    Case{"nan", ScalarKind::kText}, Case{"inf", ScalarKind::kText},
                    Case{"true", ScalarKind::kBoolean}, Case{"FALSE", ScalarKind::kBoolean},
                    Case{"tRue", ScalarKind::kText}, Case{"0", ScalarKind::kInteger},
                    Case{"-12", ScalarKind::kInteger}, Case{"+12", ScalarKind::kInteger},
                    Case{"0x1F", ScalarKind::kInteger}, Case{"0o17", ScalarKind::kInteger},
                    Case{"-9223372036854775808", ScalarKind::kInteger},
                    Case{"18446744073709551615", ScalarKind::kInteger},
                    Case{"18446744073709551616", ScalarKind::kTooLarge},
                    Case{"-9223372036854775809", ScalarKind::kTooLarge},
                    Case{"0x1FFFFFFFFFFFFFFFF", ScalarKind::kTooLarge},
                    Case{"1.5", ScalarKind::kNumber}, Case{".5", ScalarKind::kNumber},
                    Case{"5.", ScalarKind::kNumber}, Case{"-1e3", ScalarKind::kNumber},
                    Case{"1E+3", ScalarKind::kNumber}, Case{"1e999", ScalarKind::kTooLarge},
                    Case{".inf", ScalarKind::kNotFinite}, Case{"-.Inf", ScalarKind::kNotFinite},
                    Case{".nan", ScalarKind::kNotFinite}, Case{"007", ScalarKind::kLeadingZeros},
                    Case{"-00", ScalarKind::kLeadingZeros},
                    Case{"00.5", ScalarKind::kLeadingZeros}));

TEST(ParseInteger, ReadsWhatFitsAndNothingElse) {
  EXPECT_EQ(parse_integer("42"), 42);
  EXPECT_EQ(parse_integer("-42"), -42);
  EXPECT_EQ(parse_integer("+42"), 42);
  EXPECT_EQ(parse_integer("0x2A"), 42);
  EXPECT_EQ(parse_integer("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(parse_integer("-9223372036854775808"), INT64_MIN);
  for (const char* text : {"", "-", "+", "--1", "+-1", "1 ", " 1", "1.0", "9223372036854775808",
                           "0x", "0x-1", "010", "1e2"})
    EXPECT_FALSE(parse_integer(text)) << text;
}

TEST(ParseUnsigned, ReadsSixtyFourBits) {
  EXPECT_EQ(parse_unsigned("18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(parse_unsigned("0"), 0U);
  for (const char* text : {"", "-1", "18446744073709551616", "1.0", "01"})
    EXPECT_FALSE(parse_unsigned(text)) << text;
}

TEST(ParseNumber, ReadsIntegersAndFractions) {
  EXPECT_EQ(parse_number("42"), 42.0);
  EXPECT_EQ(parse_number("-1.5e2"), -150.0);
  EXPECT_EQ(parse_number("+.5"), 0.5);
  for (const char* text : {"", "x", "1.5x", ".inf", "1e999", "01.5", "0x1p3"})
    EXPECT_FALSE(parse_number(text)) << text;
}

}  // namespace
}  // namespace shadowsim
