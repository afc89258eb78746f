#include "sim/shadow/json_text.h"

#include <string>

#include <gtest/gtest.h>

#include "sim/shadow/json_reader.h"

namespace shadowsim::shadow {
namespace {

TEST(CompactText, OfWhatIsNoJsonOrTooDeepIsNone) {
  EXPECT_EQ(to_compact("{"), std::nullopt);
  EXPECT_EQ(to_compact(std::string(65, '[') + "1" + std::string(65, ']')), std::nullopt);
  EXPECT_TRUE(to_compact(std::string(64, '[') + "1" + std::string(64, ']')).has_value());
}

TEST(CompactText, IsOneFormForOneValue) {
  EXPECT_EQ(to_compact(R"( { "b" : [ 1 , true , null ] , "a" : "\u0041\/\u00e9" } )"),
            "{\"a\":\"A/\xC3\xA9\",\"b\":[1,true,null]}");
  EXPECT_EQ(to_compact(R"("\"\\\b\f\n\r\t\u0001\u001f\u007f")"),
            "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"");
  EXPECT_EQ(to_compact(R"("\ud83d\ude00")"), "\"\xF0\x9F\x98\x80\"");
}

struct Pair {
  const char* one;
  const char* other;
};

class EqualJson : public testing::TestWithParam<Pair> {};

TEST_P(EqualJson, InBothDirections) {
  EXPECT_TRUE(equal_json(GetParam().one, GetParam().other));
  EXPECT_TRUE(equal_json(GetParam().other, GetParam().one));
}

INSTANTIATE_TEST_SUITE_P(, EqualJson,
                         testing::Values(Pair{"1", "1.0"}, Pair{"100", "1e2"}, Pair{"-3", "-3.0"},
                                         Pair{"0", "-0.0"}, Pair{"0.0", "-0.0"},
                                         Pair{"[1,[2.0]]", "[1.0,[2]]"},
                                         Pair{R"("A")", R"("\u0041")"},
                                         Pair{R"([{"a":1,"b":2.5}])", R"([{"b":2.50,"a":1.0}])"},
                                         Pair{"9007199254740992", "9007199254740992.0"},
                                         Pair{"-9223372036854775808", "-9223372036854775808.0"},
                                         Pair{"{}", " { } "}));

class UnequalJson : public testing::TestWithParam<Pair> {};

TEST_P(UnequalJson, InBothDirections) {
  EXPECT_FALSE(equal_json(GetParam().one, GetParam().other));
  EXPECT_FALSE(equal_json(GetParam().other, GetParam().one));
}

INSTANTIATE_TEST_SUITE_P(, UnequalJson,
                         testing::Values(Pair{"1", R"("1")"}, Pair{"1", "true"}, Pair{"0", "false"},
                                         Pair{"true", "false"}, Pair{"null", "0"}, Pair{"1", "1.5"},
                                         Pair{"1", "-1"}, Pair{"1", "10"}, Pair{"[1,2]", "[2,1]"},
                                         Pair{"[1]", "[1,1]"}, Pair{"[]", "{}"},
                                         Pair{"[[1],2]", "[[1,2]]"}, Pair{R"("a")", R"("A")"},
                                         Pair{R"(["a"])", R"(["ab"])"},
                                         Pair{R"("\u00e9")", R"("e\u0301")"},
                                         Pair{R"([{"a":1}])", R"([{"b":1}])"},
                                         Pair{"9007199254740993", "9007199254740992.0"},
                                         Pair{"9223372036854775807", "9223372036854775808"},
                                         Pair{"18446744073709551615", "1.8446744073709552e19"},
                                         Pair{"1", "1e300"}, Pair{"1", "{"}));

TEST(StampedText, MirrorsArraysElementByElement) {
  std::string out;
  append_stamped(out, R"([1,"a,]:{",[true,{"k:\"":null,"l":[]}],{}])", "T");
  EXPECT_EQ(out, R"([T,T,[T,{"k:\"":T,"l":[]}],{}])");
  out.clear();
  append_stamped(out, R"("a:b")", "T");
  EXPECT_EQ(out, "T");
}

TEST(StampedText, OfATreeIsThatOfItsCompactText) {
  JsonReader reader;
  const std::string json = R"({"a":[1,{"b":null},[]],"c":{},"d":{"timestamp":5},"e":null})";
  std::string of_tree;
  append_stamped(of_tree, *reader.read(json), "T");
  EXPECT_EQ(of_tree, R"({"a":[T,{"b":T},[]],"c":{},"d":{"timestamp":T},"e":T})");
  std::string of_text;
  append_stamped(of_text, json, "T");
  EXPECT_EQ(of_text, of_tree);
}

TEST(QuotedText, TakesAsManyBytesAsItSays) {
  for (const std::string& text :
       {std::string{}, std::string{"plain"}, std::string{"\"\\\b\f\n\r\t"},
        std::string{"\x01\x1f\x7f"}, std::string{"\xC3\xA9"}}) {
    std::string quoted;
    append_quoted(quoted, text);
    EXPECT_EQ(quoted.size(), quoted_bytes(text));
  }
}

}  // namespace
}  // namespace shadowsim::shadow
