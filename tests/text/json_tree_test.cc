#include "sim/text/json_tree.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/text/drawn.h"

namespace shadowsim {
namespace {

struct Bad {
  std::string text;
  const char* problem;
};

class RefuseJson : public testing::TestWithParam<Bad> {};

TEST_P(RefuseJson, SaysWhereAndWhy) {
  Problems problems{"f"};
  read_json(GetParam().text, 0, problems);
  ASSERT_FALSE(problems.empty());
  EXPECT_EQ(problems.to_error().message, GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseJson,
    testing::Values(
        Bad{"", "f:1:1: not JSON: the document is empty"},
        Bad{"{\"a\": 1\n \"b\": 2}",
            "f:2:2: not JSON: missing a comma or '}' after an object member"},
        Bad{"{\"a\": [1, 2}", "f:1:12: not JSON: missing a comma or ']' after an array element"},
        Bad{"{} {}", "f:1:4: not JSON: the document root must not be followed by other values"},
        Bad{"{\"a\": 'x'}", "f:1:7: not JSON: invalid value"},
        Bad{"{\"a\": 1, \"b\": 2,\n \"a\": 3}",
            "f:2:2: the key 'a' stands here twice, first in line 1"},
        Bad{"[\"\\udc00\"]", "f:1:2: not JSON: an escape here is half a surrogate pair"},
        Bad{"{\"\\udc00\": 1}", "f:1:2: not JSON: an escape here is half a surrogate pair"},
        Bad{"[\"\xFF\"]", "f:1:3: the byte 0xFF is not UTF-8, only UTF-8 text is read"},
        Bad{std::string{"[1]\0", 4}, "f:1:4: the control character 0x00 cannot stand in a text"},
        Bad{std::string(100'000, '['), "f:1:41: nested deeper than 40 levels"}));

TEST(ReadJson, KeepsARepeatedKeyWhereItIsToldTo) {
  Problems problems{"f"};
  const auto tree = read_json("[{\"a\": 1,\n \"a\": 2}]", 0, problems, RepeatedKeys::kKept);
  EXPECT_TRUE(problems.empty());
  ASSERT_TRUE(tree);
  refuse_repeated_keys(*tree, problems);
  EXPECT_EQ(problems.to_error().message, "f:2:2: the key 'a' stands here twice, first in line 1");
}

TEST(JsonTextAt, EndsWithTheBracketThatClosesIt) {
  constexpr const char* kText = "[\"\xC3\xA4\",\n \"\xC3\xA4\", {\"}\\\"}\": [[], {}]}, {}]";
  EXPECT_EQ(json_text_at(kText, {0, 2, 7}), "{\"}\\\"}\": [[], {}]}");
  EXPECT_EQ(json_text_at(kText, {0, 1, 1}), kText);
}

struct Good {
  const char* text;
  const char* tree;
};

class JsonTree : public testing::TestWithParam<Good> {};

TEST_P(JsonTree, MakesATreeThatKnowsItsPlaces) {
  Problems problems{"f"};
  const auto tree = read_json(GetParam().text, 0, problems);
  EXPECT_TRUE(problems.empty()) << problems.to_error().message;
  ASSERT_TRUE(tree);
  EXPECT_EQ(drawn(*tree), GetParam().tree);
}

INSTANTIATE_TEST_SUITE_P(
    , JsonTree,
    testing::Values(Good{R"({"a": 1, "b": ["x"]})", R"({a=1@1:7, b=["x"@1:16]@1:15}@1:1)"},
                    Good{"{\n  \"a\": {\n    \"b\": true}}", "{a={b=true@3:10}@2:8}@1:1"},
                    Good{"[null, -1.50e3,\n {}, []]",
                         "[null@1:2, -1.50e3@1:8, {}@2:2, []@2:6]@1:1"},
                    Good{"\"\\\"q\\u00e4\\ud83d\\ude00\"", "\"\"q\xC3\xA4\xF0\x9F\x98\x80\"@1:1"},
                    // Columns are characters.
                    Good{"{\"\xC3\xA4\": \"\xC3\xA4\", \"b\": 2}",
                         "{\xC3\xA4=\"\xC3\xA4\"@1:7, b=2@1:17}@1:1"}));

TEST(ReadJson, KnowsWhereKeysStand) {
  Problems problems{"f"};
  const auto tree = read_json("{\"a\": 1,\n  \"b\" : 2}", 0, problems);
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->items[1].key_place, (Place{0, 2, 3}));
}

TEST(ReadJson, RefusesMoreValuesThanAnybodyWrites) {
  std::string text = "[";
  for (int i = 0; i < 300'001; ++i)
    text += "1,";
  Problems problems{"f"};
  EXPECT_FALSE(read_json(text + "1]", 0, problems));
  EXPECT_EQ(problems.to_error().message, "f:1:600000: the text holds more than 300000 values");
}

}  // namespace
}  // namespace shadowsim
