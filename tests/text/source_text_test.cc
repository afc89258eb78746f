#include "sim/text/source_text.h"

#include <string>

#include <gtest/gtest.h>

namespace shadowsim {
namespace {

using namespace std::string_literals;

TEST(SourceText, CountsLinesAndCharactersFromOne) {
  const SourceText source{"a: 1\n\xC3\xA4: {\xC3\xB6: \xE2\x82\xAC, x: 1}\n", 3};
  EXPECT_EQ(source.place(0, 0), (Place{3, 1, 1}));
  EXPECT_EQ(source.place(0, 3), (Place{3, 1, 4}));
  EXPECT_EQ(source.place(1, 4), (Place{3, 2, 4}));    // after one character of two bytes
  EXPECT_EQ(source.place(1, 14), (Place{3, 2, 11}));  // after three that take seven bytes
  EXPECT_EQ(source.place(99, 0).line, 100U);          // past the end is no mistake
}

TEST(SourceText, FindsTabsInIndentationOnly) {
  const SourceText source{"a:\tb\n  \tc\n    d\t\n\t", 0};
  EXPECT_FALSE(source.tab_in_indentation(0));
  EXPECT_EQ(source.tab_in_indentation(1).value(), (Place{0, 2, 3}));
  EXPECT_FALSE(source.tab_in_indentation(2));
  EXPECT_EQ(source.tab_in_indentation(3).value(), (Place{0, 4, 1}));
  EXPECT_FALSE(source.tab_in_indentation(9));
}

TEST(SourceText, FindsWhatStandsBefore) {
  const SourceText source{"a:\n  -\n  - b\n", 0};
  EXPECT_EQ(source.last_before(2, 2), (Place{0, 2, 3}));
  EXPECT_EQ(source.last_before(0, 0), (Place{0, 1, 1}));
}

struct Bytes {
  std::string text;
  std::size_t length;
};

class Utf8Length : public testing::TestWithParam<Bytes> {};

TEST_P(Utf8Length, IsThatOfTheFirstCharacter) {
  EXPECT_EQ(utf8_length(GetParam().text), GetParam().length);
}

INSTANTIATE_TEST_SUITE_P(, Utf8Length,
                         testing::Values(Bytes{"a", 1}, Bytes{"\xC3\xA4x", 2},
                                         Bytes{"\xE2\x82\xAC", 3}, Bytes{"\xF0\x9F\x92\xA1", 4},
                                         Bytes{"", 0}, Bytes{"\x80", 0}, Bytes{"\xC3", 0},
                                         Bytes{"\xC0\xAF", 0},          // an overlong '/'
                                         Bytes{"\xE0\x80\xAF", 0},      // the same
                                         Bytes{"\xED\xA0\x80", 0},      // a surrogate
                                         Bytes{"\xF4\x90\x80\x80", 0},  // beyond U+10FFFF
                                         Bytes{"\xF8\x88\x80\x80", 0}, Bytes{"\xE2\x28\xA1", 0}));

TEST(SourceText, TellsTheFirstByteThatNoTextHolds) {
  EXPECT_FALSE((SourceText{"a:\tb\r\n\xC3\xA4", 0}.flaw()));
  const auto not_utf8 = SourceText{"a: 1\nb: \xFF", 0}.flaw();
  ASSERT_TRUE(not_utf8);
  EXPECT_EQ(not_utf8->place, (Place{0, 2, 4}));
  EXPECT_EQ(not_utf8->what, "the byte 0xFF is not UTF-8, only UTF-8 text is read");
  const auto control = SourceText{"a\0b"s, 0}.flaw();
  ASSERT_TRUE(control);
  EXPECT_EQ(control->place, (Place{0, 1, 2}));
  EXPECT_EQ(control->what, "the control character 0x00 cannot stand in a text");
}

}  // namespace
}  // namespace shadowsim
