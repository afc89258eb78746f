#include "sim/text/yaml_tree.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/text/drawn.h"

namespace shadowsim {
namespace {

struct Good {
  const char* text;
  const char* tree;
};

class YamlTree : public testing::TestWithParam<Good> {};

TEST_P(YamlTree, MakesATreeThatKnowsItsPlaces) {
  Problems problems{"f"};
  const auto tree = read_yaml(GetParam().text, 0, problems);
  EXPECT_TRUE(problems.empty()) << problems.to_error().message;
  ASSERT_TRUE(tree);
  EXPECT_EQ(drawn(*tree), GetParam().tree);
}

INSTANTIATE_TEST_SUITE_P(
    , YamlTree,
    testing::Values(Good{"a: 1\nb: [x]\n", "{a=1@1:4, b=[x@2:5]@2:4}@1:1"},
                    Good{"a:\n  b: 1\n", "{a={b=1@2:6}@2:3}@1:1"},
                    Good{"- 'it''s'\n- \"q\\\"q\"\n", "[\"it's\"@1:3, \"q\"q\"@2:3]@1:1"},
                    Good{"a: !!str 1\n", "{a=\"1\"@1:4}@1:1"},
                    Good{"\xC3\xA4: {\xC3\xB6: \xC3\xBC}\n",
                         "{\xC3\xA4={\xC3\xB6=\xC3\xBC@1:8}@1:4}@1:1"},
                    Good{"\xEF\xBB\xBF"
                         "a: 1\n",
                         "{a=1@1:4}@1:1"},
                    Good{"a: 1\r\nb: 2\r\n", "{a=1@1:4, b=2@2:4}@1:1"},
                    // A missing value is pointed at by its key, or by its hyphen.
                    Good{"a:\nb: ~\n", "{a=null@1:1, b=null@2:1}@1:1"},
                    Good{"- \n- x\n- null\n", "[null@1:1, x@2:3, null@3:3]@1:1"},
                    // An alias is a copy, which knows where its original stands.
                    Good{"a: &x [1]\nb: *x\n", "{a=[1@1:8]@1:4, b=[1@1:8]@1:4}@1:1"},
                    Good{"a: |\n  \tx\n", "{a=\"\tx\n\"@1:4}@1:1"}, Good{"", "null@0:0"},
                    Good{"# nothing\n", "null@0:0"}, Good{"---\n...\n", "null@1:3"}));

struct Bad {
  std::string text;
  const char* problem;
};

class RefuseYaml : public testing::TestWithParam<Bad> {};

TEST_P(RefuseYaml, SaysWhereAndWhy) {
  Problems problems{"f"};
  read_yaml(GetParam().text, 0, problems);
  ASSERT_FALSE(problems.empty());
  EXPECT_EQ(problems.to_error().message, GetParam().problem);
}

std::string doubling_aliases() {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 30; ++i) {
    const auto name = std::to_string(i);
    const auto before = "*a" + std::to_string(i - 1);
    text += "a" + name + ": &a" + name + " [" + before + ", " + before + "]\n";
  }
  return text;
}

std::string nested_mappings() {
  std::string text;
  for (int i = 0; i < 100; ++i)
    text += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  return text;
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseYaml,
    testing::Values(
        Bad{"fleet:\n\tlights: 3\n",
            "f:2:1: not YAML: a tab in the indentation, indent with spaces"},
        Bad{"a:\n  b: 1\n \tc: 2\n",
            "f:3:2: not YAML: a tab in the indentation, indent with spaces"},
        Bad{"a: b: c\n",
            "f:1:5: not YAML: a ': ' stands where no key can be: indent the line like its "
            "neighbours, and quote a text that holds ': '"},
        Bad{"a: 1\n b: 2\n",
            "f:2:3: not YAML: a ': ' stands where no key can be: indent the line like its "
            "neighbours, and quote a text that holds ': '"},
        Bad{"a: @x\n", "f:1:4: not YAML: this character cannot begin a value: quote the text"},
        Bad{"a: {client_id: test-{thing}}\n",
            "f:1:21: not YAML: the '{' of line 1, column 4 is not closed before this (a text that "
            "holds braces, brackets or commas must be quoted there)"},
        Bad{"a: [1, 2\nb: 3\n",
            "f:2:2: not YAML: the '[' of line 1, column 4 is not closed before this (a text that "
            "holds braces, brackets or commas must be quoted there)"},
        Bad{"a: }\n", "f:1:4: not YAML: a closing bracket without an opening one"},
        // yaml-cpp would take the rest of the file for the text.
        Bad{"a: \"x\nb: 1\n", "f:1:4: the quote opened here is never closed"},
        Bad{"a: 'it''s\nb: 1\n", "f:1:4: the quote opened here is never closed"},
        Bad{"a: 1\nb: 2\na: 3\n", "f:3:1: the key 'a' stands here twice, first in line 1"},
        Bad{"[a]: 1\n", "f:1:1: a key must be a text, not a list"},
        Bad{"a: 1\n---\nb: 1\n", "f:2:1: a second document begins, only one is read"},
        Bad{"a: *x\n", "f:1:4: not YAML: the referenced anchor is not defined"},
        Bad{"a: &x [*x]\n", "f:1:8: this alias stands inside what it names"},
        Bad{"a: !!int 1\n",
            "f:1:4: the tag 'tag:yaml.org,2002:int' is not read here, leave it out (quotes make "
            "any value a text)"},
        Bad{"a: \xFF\n", "f:1:4: the byte 0xFF is not UTF-8, only UTF-8 text is read"},
        Bad{"a: " + std::string(100'000, '[') + "\n", "f:1:24: nested deeper than 40 levels"},
        Bad{nested_mappings(), "f:41:41: nested deeper than 40 levels"},
        Bad{doubling_aliases(),
            "f:15:18: the text holds more than 300000 values, aliases counted as what they "
            "stand for"}));

TEST(ReadYaml, TellsSeveralDuplicatesAtOnce) {
  Problems problems{"f"};
  EXPECT_TRUE(read_yaml("a: 1\na: 2\nb: {c: 1, c: 1}\n", 0, problems));
  EXPECT_EQ(problems.count(), 2U);
}

TEST(ReadYaml, ReadsAHugeLineInReasonableTime) {
  std::string text = "a: [\xC3\xA4";
  for (int i = 0; i < 100'000; ++i)
    text += ", \xC3\xA4";
  Problems problems{"f"};
  const auto tree = read_yaml(text + "]", 0, problems);
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->items[0].items.size(), 100'001U);
  EXPECT_EQ(tree->items[0].items.back().place.column, 5U + 3 * 100'000U);
}

}  // namespace
}  // namespace shadowsim
