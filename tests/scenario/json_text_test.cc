#include "sim/scenario/json_text.h"

#include <gtest/gtest.h>

namespace shadowsim::scenario {
namespace {

TEST(JsonString, EscapesWhatJsonAsksForAndNoMore) {
  EXPECT_EQ(json_string(""), R"("")");
  EXPECT_EQ(json_string("a\"b\\c/d"), R"("a\"b\\c/d")");
  EXPECT_EQ(json_string("\n\r\t\x01\x1F"), "\"\\n\\r\\t\\u0001\\u001F\"");
  EXPECT_EQ(json_string("\xC3\xBC\xF0\x9F\x92\xA1"), "\"\xC3\xBC\xF0\x9F\x92\xA1\"");
}

TEST(JsonNumber, IsTheShortestThatStaysAFraction) {
  EXPECT_EQ(json_number(0.1), "0.1");
  EXPECT_EQ(json_number(3), "3.0");
  EXPECT_EQ(json_number(-0.0), "-0.0");
  EXPECT_EQ(json_number(1e21), "1e+21");
  EXPECT_EQ(json_number(1.0 / 3), "0.3333333333333333");
}

TEST(JsonObject, KeepsTheOrder) {
  EXPECT_EQ(json_object({}), "{}");
  EXPECT_EQ(json_object({{"b", "1"}, {"a \"quoted\"", "[true]"}}),
            R"({"b":1,"a \"quoted\"":[true]})");
}

}  // namespace
}  // namespace shadowsim::scenario
