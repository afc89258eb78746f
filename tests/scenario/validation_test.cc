#include "sim/scenario/validation.h"

#include <gtest/gtest.h>

#include "sim/text/yaml_tree.h"

namespace shadowsim::scenario {
namespace {

// A small format of its own, so that these tests outlive changes of the real one.
constexpr Type kCount{.scalar = Scalar::kInteger, .range = {1, 9, false}};
constexpr Type kText{.scalar = Scalar::kText};
constexpr Key kSizeKeys[] = {
    {"small", kCount, Need::kOptional, "", "Small."},
    {"large", kCount, Need::kOptional, "", "Large."},
};
constexpr Choice kOneSize[] = {{Choice::Kind::kExactlyOne, {"small", "large"}}};
constexpr Mapping kSize{"size", "A size.", kSizeKeys, kOneSize, ""};
constexpr Key kThingKeys[] = {
    {"count", kCount, Need::kRequired, "", "How many."},
    {"label", kText, Need::kDefault, "none", "What it says."},
    {"size",
     {.scalar = Scalar::kWord, .words = {"any"}, .mapping = &kSize},
     Need::kDefault,
     "any",
     "How large."},
    {"tags", {.item = &kText, .items_min = 1, .items_max = 2}, Need::kOptional, "", "Tags."},
    {"values", {.property = &kCount}, Need::kOptional, "", "Values."},
};
constexpr Mapping kThing{"thing", "A thing.", kThingKeys, {}, ""};

struct Checked {
  Node root;
  std::string problems;
};

Checked check(std::string_view text) {
  Problems problems{"f"};
  Checked checked{read_yaml(text, 0, problems).value(), ""};
  validate(checked.root, kThing, problems);
  if (!problems.empty()) checked.problems = problems.to_error().message;
  return checked;
}

struct Bad {
  const char* text;
  const char* problems;
};

class RefuseTree : public testing::TestWithParam<Bad> {};

TEST_P(RefuseTree, SaysWhereAndWhatIsAllowed) {
  EXPECT_EQ(check(GetParam().text).problems, GetParam().problems);
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseTree,
    testing::Values(
        Bad{"label: x\n", "f:1:1: a scenario needs the key 'count': a whole number from 1 to 9"},
        Bad{"count: 10\n", "f:1:8: count must be a whole number from 1 to 9, not '10'"},
        Bad{"count: [1]\n", "f:1:8: count must be a whole number from 1 to 9, not a list"},
        Bad{"count:\n", "f:1:1: count has no value, it must be a whole number from 1 to 9"},
        // What is meant by a wrong key is not missing as well.
        Bad{"cuont: 1\n",
            "f:1:1: a scenario has no key 'cuont', did you mean 'count'? Allowed: count, label, "
            "size, tags, values"},
        Bad{"count: 1\ncolour: 2\n",
            "f:2:1: a scenario has no key 'colour'. Allowed: count, label, size, tags, values"},
        Bad{"{count: 1, label:x}",
            "f:1:12: a scenario has no key 'label:x', a space must follow the colon. Allowed: "
            "count, label, size, tags, values"},
        Bad{"count: 1\nsize: ony\n",
            "f:2:7: size must be 'any', or a mapping with exactly one of small, large, not 'ony', "
            "did you mean 'any'?"},
        Bad{"count: 1\nsize: {}\n", "f:2:1: size needs exactly one of small, large"},
        Bad{"count: 1\nsize: {smal: 1}\n",
            "f:2:8: size has no key 'smal', did you mean 'small'? Allowed: small, large"},
        Bad{"count: 1\nsize:\n  small: 1\n  large: 0\n",
            "f:4:3: size has both 'small' and 'large', it takes exactly one of small, large\n"
            "f:4:10: size.large must be a whole number from 1 to 9, not '0'"},
        Bad{"count: 1\ntags: []\n",
            "f:2:7: tags has 0 items, it must be a list of at least 1, "
            "each a text"},
        Bad{"count: 1\ntags: [a, b, c]\n",
            "f:2:7: tags has 3 items, it must be a list of at least "
            "1, each a text"},
        Bad{"count: 1\ntags:\n  - a\n  -\n", "f:4:3: tags[1] has no value, it must be a text"},
        Bad{"count: 1\ntags: [{a: b}]\n", "f:2:8: tags[0] must be a text, not a mapping"},
        Bad{"count: 1\nvalues: {}\n", "f:2:1: values must name at least one property"},
        Bad{"count: 1\nvalues: {'': 1, b: 0}\n",
            "f:2:10: values has a property without a name\n"
            "f:2:20: values.b must be a whole number from 1 to 9, not '0'"}));

TEST(Validation, FillsInTheDefaults) {
  const auto checked = check("count: 1\n");
  EXPECT_EQ(checked.problems, "");
  ASSERT_NE(checked.root.find("label"), nullptr);
  EXPECT_EQ(checked.root.find("label")->text, "none");
  EXPECT_EQ(checked.root.find("size")->text, "any");
  EXPECT_EQ(checked.root.find("tags"), nullptr);  // optional, without a default
}

TEST(Validation, MarksWhatCannotBeReadAndThatAlone) {
  const auto checked = check("count: 0\nlabel: x\n");
  EXPECT_FALSE(checked.root.find("count")->sound);
  EXPECT_TRUE(checked.root.find("label")->sound);
}

}  // namespace
}  // namespace shadowsim::scenario
