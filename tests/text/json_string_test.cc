#include "sim/text/json_string.h"

#include <gtest/gtest.h>

namespace shadowsim {
namespace {

TEST(JsonString, EscapesWhatJsonAsksForAndNoMore) {
  EXPECT_EQ(json_string(""), R"("")");
  EXPECT_EQ(json_string("a\"b\\c/d"), R"("a\"b\\c/d")");
  EXPECT_EQ(json_string("\n\r\t\x01\x1F"), "\"\\n\\r\\t\\u0001\\u001F\"");
  EXPECT_EQ(json_string("\xC3\xBC\xF0\x9F\x92\xA1"), "\"\xC3\xBC\xF0\x9F\x92\xA1\"");
}

}  // namespace
}  // namespace shadowsim
