#include "sim/text/tree.h"

#include <gtest/gtest.h>

namespace shadowsim {
namespace {

Node scalar(std::string text, bool quoted = false) {
  Node node;
  node.kind = Node::Kind::kScalar;
  node.text = std::move(text);
  node.quoted = quoted;
  return node;
}

TEST(Node, FindsItsItemsByKey) {
  Node mapping;
  mapping.kind = Node::Kind::kMapping;
  mapping.items.push_back(scalar("1"));
  mapping.items.back().key = "one";
  ASSERT_NE(mapping.find("one"), nullptr);
  EXPECT_EQ(mapping.find("one")->text, "1");
  EXPECT_EQ(mapping.find("two"), nullptr);
}

TEST(Node, IsIntroducedByItsKeyWhereItHasOne) {
  Node node;
  node.place = {0, 4, 5};
  EXPECT_EQ(node.introduced_at(), node.place);
  node.key_place = {0, 3, 1};
  EXPECT_EQ(node.introduced_at(), node.key_place);
}

TEST(WhatIs, NamesTheKindOrShowsTheText) {
  Node list;
  list.kind = Node::Kind::kList;
  Node mapping;
  mapping.kind = Node::Kind::kMapping;
  EXPECT_EQ(what_is(Node{}), "nothing");
  EXPECT_EQ(what_is(list), "a list");
  EXPECT_EQ(what_is(mapping), "a mapping");
  EXPECT_EQ(what_is(scalar("red")), "'red'");
  EXPECT_EQ(what_is(scalar("1", true)), "the text \"1\"");
  EXPECT_EQ(what_is(scalar("a\nb")), "'a b'");
}

TEST(WhatIs, CutsLongTextsBetweenCharacters) {
  std::string text(59, 'x');
  text += "\xC3\xBC and more";
  EXPECT_EQ(what_is(scalar(text)), "'" + std::string(59, 'x') + "...'");
}

}  // namespace
}  // namespace shadowsim
