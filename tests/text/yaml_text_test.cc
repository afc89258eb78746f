#include "sim/text/yaml_text.h"

#include <gtest/gtest.h>

#include "sim/text/problems.h"
#include "sim/text/scalar_text.h"
#include "sim/text/yaml_tree.h"

namespace shadowsim {
namespace {

Node tree_of(const std::string& text) {
  Problems problems{"text"};
  auto root = read_yaml(text, 0, problems);
  EXPECT_TRUE(root && problems.empty()) << text;
  return root.value_or(Node{});
}

// The tree without its places, to compare by. Quotes only matter where they make a text of what would
// be none.
std::string outline(const Node& node) {
  const bool is_text = node.quoted || kind_of_scalar(node.text) == ScalarKind::kText;
  std::string text = '<' + node.key + '|' + node.text + (is_text ? "|text" : "|") +
                     std::to_string(static_cast<int>(node.kind));
  for (const Node& item : node.items)
    text += outline(item);
  return text + '>';
}

TEST(YamlText, ReadsBackAsTheSameTree) {
  for (const std::string text : {
           R"(a)",
           R"("")",
           R"([])",
           R"({})",
           R"(a: ~)",
           R"(a: {b: [], c: {}, d: "12", e: 12, f: 'it''s', g: "two\nlines", h: "# none"})",
           R"({"": 1, "-": 2, "a b": 3, "a: b": 4, "ключ": "значение"})",
           R"(- - 1
  - [2, 3]
- - - - deep
- a: {b: {c: {d: {e: {f: {g: 1}}}}}}
  h: [{i: 1, j: [x]}, {k: 2}])",
           R"(a: one, two [three] {four})",
           R"(a: >
  folded
  text

  with a gap)",
       }) {
    const Node tree = tree_of(text);
    const std::string written = to_yaml(tree);
    EXPECT_EQ(outline(tree_of(written)), outline(tree)) << text << "\nwas written as\n" << written;
  }
}

TEST(YamlText, IsLaidOutAsAPersonWould) {
  const std::string text =
      "shadowsim: 1\n"
      "fleet:\n"
      "  lights: 200\n"
      "  initial_state: {color: red, level: 3}\n"
      "  apply_delay: {uniform: [5ms, 20ms]}\n"
      "timeline:\n"
      "  - churn:\n"
      "      for: 30s\n"
      "      desired:\n"
      "        rate: 100/s\n"
      "        values:\n"
      "          color: {one_of: [red, orange, yellow, green, blue, violet, white]}\n"
      "          another_property_with_a_long_name: {one_of: [white, black, green]}\n"
      "  - {pause: 3s}\n"
      "thresholds:\n"
      "  - latency_us.convergence.p50 < 100ms\n"
      "  - changes.unconverged == 0\n"
      "  - changes.unsent == 0\n";
  EXPECT_EQ(to_yaml(tree_of(text)), text);
}

}  // namespace
}  // namespace shadowsim
