#include "sim/terminal/paragraph.h"

#include <sstream>

#include <gtest/gtest.h>

namespace shadowsim::terminal {
namespace {

TEST(Paragraph, BreaksAtEightyColumns) {
  const std::string words = std::string(38, 'a') + ' ' + std::string(37, 'b') + ' ' + "c d";
  EXPECT_EQ(paragraph("  ", words),
            "  " + std::string(38, 'a') + ' ' + std::string(37, 'b') + " c\n  d\n");
}

TEST(Paragraph, GivesALongWordALineOfItsOwn) {
  const std::string word(100, 'x');
  EXPECT_EQ(paragraph("- ", "a " + word + " b"), "- a\n  " + word + "\n  b\n");
  EXPECT_EQ(paragraph("", word), word + "\n");
}

TEST(Paragraph, OfNothingIsItsBeginning) {
  EXPECT_EQ(paragraph("- ", ""), "- \n");
  EXPECT_EQ(paragraph("", "  a   b "), "a b\n") << "one blank between words";
}

TEST(Paragraph, ListsAsPeopleDo) {
  EXPECT_EQ(listed({}, 3), "");
  EXPECT_EQ(listed({"a"}, 3), "a");
  EXPECT_EQ(listed({"a", "b"}, 3), "a and b");
  EXPECT_EQ(listed({"a", "b", "c"}, 3), "a, b and c");
  EXPECT_EQ(listed({"a", "b", "c", "d"}, 3), "a, b, c and 1 more");
}

}  // namespace
}  // namespace shadowsim::terminal
