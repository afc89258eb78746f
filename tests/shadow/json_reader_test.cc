#include "sim/shadow/json_reader.h"

#include <string>

#include <gtest/gtest.h>

#include "sim/shadow/json_text.h"

namespace shadowsim::shadow {
namespace {

class RefuseJson : public testing::TestWithParam<std::string> {};

TEST_P(RefuseJson, IsNotJson) {
  JsonReader reader;
  EXPECT_EQ(reader.read(GetParam()), nullptr);
}

INSTANTIATE_TEST_SUITE_P(, RefuseJson,
                         testing::Values("", " ", "{", "}", "{}}", "[1,]", R"({"a":1,})",
                                         R"({"a"})", R"({a:1})", R"({'a':1})", "nul", "NaN",
                                         "Infinity", "-", "01", "1.", ".5", "+1", "1e", "1e+",
                                         "0x1", R"("a)", R"("\x")", R"("\u12")", R"("\ud800")",
                                         R"("\udc00")", R"({"a\udfffb":1})", "\"\n\"", "/**/{}",
                                         "{} {}", "1 2", "1e400", "-1e400", "\xEF\xBB\xBF{}",
                                         std::string{"{}\0", 3}, std::string{"{}\0{}", 5},
                                         std::string{"\"\0\"", 3}));

struct Number {
  const char* json;
  const char* compact;
};

class ReadNumber : public testing::TestWithParam<Number> {};

TEST_P(ReadNumber, KeepsItsValue) {
  JsonReader reader;
  const auto* const value = reader.read(GetParam().json);
  ASSERT_NE(value, nullptr);
  std::string compact;
  append_compact(compact, *value);
  EXPECT_EQ(compact, GetParam().compact);
}

INSTANTIATE_TEST_SUITE_P(
    , ReadNumber,
    testing::Values(Number{"0", "0"}, Number{"-0", "0"}, Number{"-1", "-1"},
                    Number{"9007199254740993", "9007199254740993"},
                    Number{"9223372036854775807", "9223372036854775807"},
                    Number{"-9223372036854775808", "-9223372036854775808"},
                    Number{"18446744073709551615", "18446744073709551615"},
                    Number{"18446744073709551616", "18446744073709551616.0"}, Number{"0.1", "0.1"},
                    Number{"1.0", "1.0"}, Number{"-2.50", "-2.5"}, Number{"1e2", "100.0"},
                    Number{"1E+30", "1e+30"}, Number{"5e-324", "5e-324"}, Number{"1e-400", "0.0"},
                    // The exponent arithmetic of the parser below us would overflow here.
                    Number{"0.00000000000000000000e-2147483639", "0.0"},
                    Number{"1.7976931348623157e308", "1.7976931348623157e+308"}));

TEST(JsonReader, ReadsDeepTextsWithoutExhaustingTheStack) {
  constexpr std::size_t kDeep = 200'000;
  JsonReader reader;
  EXPECT_EQ(reader.read(std::string(kDeep, '[')), nullptr);
  const auto* const arrays = reader.read(std::string(kDeep, '[') + std::string(kDeep, ']'));
  ASSERT_NE(arrays, nullptr);
  EXPECT_TRUE(is_deeper_than(*arrays, 64));
  std::string objects;
  for (std::size_t level = 0; level < kDeep; ++level)
    objects += R"({"a":)";
  EXPECT_EQ(reader.read(objects), nullptr);
}

TEST(JsonReader, KeepsStringsWithEscapedZeros) {
  JsonReader reader;
  const auto* const value = reader.read(R"("a\u0000b")");
  ASSERT_NE(value, nullptr);
  EXPECT_EQ(to_view(*value), (std::string_view{"a\0b", 3}));
}

TEST(JsonReader, OfKeysThatStandTwiceTheLastCounts) {
  JsonReader reader;
  auto* const value = reader.read(R"({"a":1,"b":2,"a":3})");
  ASSERT_NE(value, nullptr);
  EXPECT_EQ(find_last(*value, "a")->GetInt(), 3);
  EXPECT_EQ(find_last(*value, "c"), nullptr);
  EXPECT_EQ(find_last(*find_last(*value, "a"), "a"), nullptr);
}

struct Depth {
  const char* json;
  std::size_t levels;
};

class DepthOf : public testing::TestWithParam<Depth> {};

TEST_P(DepthOf, CountsKeysAndIndicesOnTheWayToALeaf) {
  JsonReader reader;
  const auto* const value = reader.read(GetParam().json);
  ASSERT_NE(value, nullptr);
  EXPECT_FALSE(is_deeper_than(*value, GetParam().levels));
  for (std::size_t fewer = 0; fewer < GetParam().levels; ++fewer)
    EXPECT_TRUE(is_deeper_than(*value, fewer));
}

INSTANTIATE_TEST_SUITE_P(, DepthOf,
                         testing::Values(Depth{"1", 0}, Depth{"{}", 0}, Depth{"[]", 0},
                                         Depth{R"({"a":1})", 1}, Depth{R"({"a":{}})", 1},
                                         Depth{R"({"a":[]})", 1}, Depth{R"({"a":[1]})", 2},
                                         Depth{R"({"a":{"b":null}})", 2},
                                         Depth{R"({"a":1,"b":{"c":[{"d":1}]}})", 4}));

TEST(SortKeys, SortsByBytesAtEveryDepthAndKeepsTheLastOfEqualKeys) {
  JsonReader reader;
  auto* const value = reader.read(
      "{\"b\":1,\"a\":[{\"y\":1,\"x\":2}],\"\xC3\xA9\":0,\"b\":{\"n\":1,\"m\":2},\"B\":4,\"a\":5,"
      "\"b\":{\"n\":9,\"n\":8,\"m\":7}}");
  ASSERT_NE(value, nullptr);
  sort_keys(*value);
  std::string compact;
  append_compact(compact, *value);
  EXPECT_EQ(compact, "{\"B\":4,\"a\":5,\"b\":{\"m\":7,\"n\":8},\"\xC3\xA9\":0}");
}

TEST(NullInArray, IsFoundInsideArraysOnly) {
  JsonReader reader;
  for (const char* json :
       {R"({"a":[null]})", R"({"a":[1,[2,null]]})", R"({"a":{"b":[{"c":null}]}})"})
    EXPECT_TRUE(has_null_in_array(*reader.read(json))) << json;
  for (const char* json : {"{}", R"({"a":null})", R"({"a":{"b":null},"c":[1,{}]})"})
    EXPECT_FALSE(has_null_in_array(*reader.read(json))) << json;
}

}  // namespace
}  // namespace shadowsim::shadow
