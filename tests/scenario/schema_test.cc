#include "sim/scenario/schema.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace shadowsim::scenario {
namespace {

void visit(const Mapping& mapping, std::set<const Mapping*>& seen);

void visit(const Type& type, std::set<const Mapping*>& seen) {
  if (type.mapping != nullptr) visit(*type.mapping, seen);
  if (type.item != nullptr) visit(*type.item, seen);
  if (type.property != nullptr) visit(*type.property, seen);
}

void visit(const Mapping& mapping, std::set<const Mapping*>& seen) {
  if (!seen.insert(&mapping).second) return;
  for (const Key& key : mapping.keys)
    visit(key.type, seen);
}

std::set<const Mapping*> all_mappings() {
  std::set<const Mapping*> seen;
  visit(scenario_schema(), seen);
  return seen;
}

TEST(Schema, ExplainsEveryKeyInASentence) {
  for (const Mapping* mapping : all_mappings()) {
    EXPECT_FALSE(mapping->meaning.empty()) << mapping->title;
    for (const Key& key : mapping->keys) {
      EXPECT_TRUE(key.meaning.ends_with('.')) << mapping->title << " " << key.name;
      EXPECT_EQ(key.need == Need::kDefault, !key.otherwise.empty()) << key.name;
    }
  }
}

TEST(Schema, NamesEachMappingAndEachKeyOnce) {
  std::set<std::string_view> titles;
  for (const Mapping* mapping : all_mappings()) {
    EXPECT_TRUE(titles.insert(mapping->title).second) << mapping->title;
    std::set<std::string_view> keys;
    for (const Key& key : mapping->keys)
      EXPECT_TRUE(keys.insert(key.name).second) << mapping->title << " " << key.name;
  }
}

TEST(Schema, ChoosesAmongOptionalKeysOfItsOwn) {
  for (const Mapping* mapping : all_mappings()) {
    for (const Choice& choice : mapping->choices) {
      for (const std::string_view name : given(choice.keys)) {
        const auto key = std::find_if(mapping->keys.begin(), mapping->keys.end(),
                                      [&](const Key& candidate) { return candidate.name == name; });
        ASSERT_NE(key, mapping->keys.end()) << mapping->title << " " << name;
        EXPECT_EQ(key->need, Need::kOptional) << mapping->title << " " << name;
      }
    }
  }
}

}  // namespace
}  // namespace shadowsim::scenario
