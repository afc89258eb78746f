#include "sim/scenario/typed_value.h"

#include <gtest/gtest.h>

#include "sim/text/yaml_tree.h"

namespace shadowsim::scenario {
namespace {

using namespace std::chrono_literals;

Node tree(std::string_view text) {
  Problems problems{"f"};
  return read_yaml(text, 0, problems).value();
}

TEST(TypedValue, ReadsWhatTheSchemaHasChecked) {
  const Node root = tree("{i: -3, s: 18446744073709551615, n: 0.5, b: true, d: 250ms, r: 30/m}");
  EXPECT_EQ(integer_of(root.find("i")), -3);
  EXPECT_EQ(seed_of(root.find("s")), UINT64_MAX);
  EXPECT_DOUBLE_EQ(number_of(root.find("n")), 0.5);
  EXPECT_TRUE(boolean_of(root.find("b")));
  EXPECT_EQ(duration_of(root.find("d")), 250ms);
  EXPECT_DOUBLE_EQ(rate_of(root.find("r")).per_second, 0.5);
  EXPECT_EQ(text_of(root.find("d")), "250ms");
}

TEST(TypedValue, IsNeutralWhereNothingCanBeRead) {
  Node unsound = tree("7");
  unsound.sound = false;
  for (const Node* node : {static_cast<const Node*>(nullptr), static_cast<const Node*>(&unsound)}) {
    EXPECT_FALSE(is_readable(node));
    EXPECT_EQ(integer_of(node), 0);
    EXPECT_EQ(seed_of(node), 0U);
    EXPECT_FALSE(boolean_of(node));
    EXPECT_EQ(duration_of(node), 0s);
    EXPECT_EQ(rate_of(node), Rate{});
    EXPECT_EQ(text_of(node), "");
    EXPECT_TRUE(properties_of(node).empty());
  }
}

TEST(TypedValue, MakesPropertiesOfAMapping) {
  const Node root = tree("{color: warm, level: 3, rgb: [1, 2, 3]}");
  EXPECT_EQ(properties_of(&root),
            (std::vector<Property>{{"color", "\"warm\""}, {"level", "3"}, {"rgb", "[1,2,3]"}}));
}

}  // namespace
}  // namespace shadowsim::scenario
