#include "sim/shadow/section.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "sim/shadow/json_reader.h"

namespace shadowsim::shadow {
namespace {

constexpr Timestamp kEarlier{std::chrono::seconds{100}};
constexpr Timestamp kLater{std::chrono::seconds{200}};

std::string state_of(const Section& section) {
  std::string out;
  append_state(out, section);
  return out;
}

std::string metadata_of(const Section& section) {
  std::string out;
  append_metadata(out, section);
  return out;
}

void merge(Section& section, const std::string& patch, Timestamp time) {
  JsonReader reader;
  auto* const value = reader.read(patch);
  ASSERT_NE(value, nullptr) << patch;
  sort_keys(*value);
  section.merge(*value, time);
}

TEST(Section, OfWhatIsNoObjectIsNone) {
  for (const char* json : {"", "{", "[]", "1", "null", "\"a\""})
    EXPECT_EQ(Section::parse(json), std::nullopt) << json;
  std::string deep = "1";
  for (int level = 0; level < 65; ++level)
    deep = R"({"a":)" + deep + "}";
  EXPECT_EQ(Section::parse(deep), std::nullopt);
}

struct MergeRow {
  const char* stored;
  const char* patch;
  const char* state;
  const char* metadata;  // E for a leaf's earlier stamp, L for its later one
};

class MergeRule : public testing::TestWithParam<MergeRow> {};

TEST_P(MergeRule, IsThatOfTheProtocol) {
  Section section = Section::parse(GetParam().stored, kEarlier).value();
  merge(section, GetParam().patch, kLater);
  EXPECT_EQ(state_of(section), GetParam().state);
  std::string metadata = metadata_of(section);
  for (const auto& [stamp, letter] :
       {std::pair{R"({"timestamp":100})", "E"}, std::pair{R"({"timestamp":200})", "L"}}) {
    for (auto at = metadata.find(stamp); at != std::string::npos; at = metadata.find(stamp))
      metadata.replace(at, std::string_view{stamp}.size(), letter);
  }
  EXPECT_EQ(metadata, GetParam().metadata);
}

INSTANTIATE_TEST_SUITE_P(
    , MergeRule,
    testing::Values(
        // null removes the key; of what is not there it removes nothing
        MergeRow{R"({"a":1,"b":2})", R"({"a":null})", R"({"b":2})", R"({"b":E})"},
        MergeRow{R"({"a":{"b":1}})", R"({"a":null})", "{}", "{}"},
        MergeRow{R"({"a":1})", R"({"z":null})", R"({"a":1})", R"({"a":E})"},
        // objects merge at any depth
        MergeRow{R"({"a":{"b":1,"c":{"d":2}}})", R"({"a":{"c":{"d":3,"e":4}}})",
                 R"({"a":{"b":1,"c":{"d":3,"e":4}}})", R"({"a":{"b":E,"c":{"d":L,"e":L}}})"},
        // an object in the place of something else is stored without its nulls
        MergeRow{"{}", R"({"a":{"b":1,"c":null,"d":{"e":null}}})", R"({"a":{"b":1}})",
                 R"({"a":{"b":L}})"},
        MergeRow{R"({"a":5})", R"({"a":{"b":1,"c":null}})", R"({"a":{"b":1}})", R"({"a":{"b":L}})"},
        MergeRow{R"({"a":[5]})", R"({"a":{"b":1}})", R"({"a":{"b":1}})", R"({"a":{"b":L}})"},
        MergeRow{R"({"a":5})", R"({"a":{"b":null}})", R"({"a":{}})", R"({"a":{}})"},
        // an empty object is a value, and merges as nothing
        MergeRow{"{}", R"({"a":{}})", R"({"a":{}})", R"({"a":{}})"},
        MergeRow{R"({"a":5})", R"({"a":{}})", R"({"a":{}})", R"({"a":{}})"},
        MergeRow{R"({"a":[1]})", R"({"a":{}})", R"({"a":{}})", R"({"a":{}})"},
        MergeRow{R"({"a":{"b":1}})", R"({"a":{}})", R"({"a":{"b":1}})", R"({"a":{"b":E}})"},
        // arrays replace and are replaced whole
        MergeRow{R"({"a":[1,2,3]})", R"({"a":[4]})", R"({"a":[4]})", R"({"a":[L]})"},
        MergeRow{R"({"a":{"b":1}})", R"({"a":[]})", R"({"a":[]})", R"({"a":[]})"},
        MergeRow{R"({"a":[{"x":1,"y":2}]})", R"({"a":[{"y":3}]})", R"({"a":[{"y":3}]})",
                 R"({"a":[{"y":L}]})"},
        // scalars replace whatever was there, and are stamped even when they are equal
        MergeRow{R"({"a":{"b":1}})", R"({"a":false})", R"({"a":false})", R"({"a":L})"},
        MergeRow{R"({"a":1,"b":2})", R"({"a":1})", R"({"a":1,"b":2})", R"({"a":L,"b":E})"},
        // the last key of a nested object leaves it empty; new subtrees of nulls are not stored
        MergeRow{R"({"a":{"b":1}})", R"({"a":{"b":null}})", R"({"a":{}})", R"({"a":{}})"},
        MergeRow{"{}", R"({"a":{"b":null}})", "{}", "{}"},
        MergeRow{"{}", R"({"a":{"b":{"c":null},"d":null}})", "{}", "{}"},
        MergeRow{R"({"a":{"z":1}})", R"({"a":{"b":{"c":null}}})", R"({"a":{"z":1}})",
                 R"({"a":{"z":E}})"},
        // many keys at once, before, between, on and after those stored
        MergeRow{R"({"b":1,"d":2,"f":3})", R"({"a":4,"b":null,"c":5,"d":6,"f":null,"g":7})",
                 R"({"a":4,"c":5,"d":6,"g":7})", R"({"a":L,"c":L,"d":L,"g":L})"},
        // a key called timestamp is as any other
        MergeRow{R"({"timestamp":1})", R"({"x":{"timestamp":2}})",
                 R"({"timestamp":1,"x":{"timestamp":2}})",
                 R"({"timestamp":E,"x":{"timestamp":L}})"}));

TEST(Section, MergesADeltaAsAPatchWithoutNulls) {
  Section section = Section::parse(R"({"a":{"b":1,"c":2},"d":[1],"e":5})", kEarlier).value();
  section.merge(Section::parse(R"({"a":{"b":9},"d":[2],"e":{"f":1},"g":{}})", kLater).value());
  EXPECT_EQ(state_of(section), R"({"a":{"b":9,"c":2},"d":[2],"e":{"f":1},"g":{}})");
}

TEST(Section, FindsALeafByItsPointer) {
  const Section section =
      Section::parse(R"({"color":"red","a":{"b/c":{"~":[1]},"e":{}},"":{"":1}})").value();
  EXPECT_EQ(section.leaf("/color"), R"("red")");
  EXPECT_EQ(section.leaf("/a/b~1c/~0"), "[1]");
  EXPECT_EQ(section.leaf("/a/e"), "{}");
  EXPECT_EQ(section.leaf("//"), "1");
  for (const char* pointer : {"", "color", "/colour", "/a", "/a/b~1c", "/color/x", "/a/b~1c/~0/0"})
    EXPECT_EQ(section.leaf(pointer), std::nullopt) << pointer;
}

TEST(Section, VisitsEachLeafWithThePointerThatFindsIt) {
  const Section section =
      Section::parse(R"({"c":"x","a":{"b/c":{"~":[1,{"k":2}]},"e":{}}})").value();
  std::vector<std::pair<std::string, std::string>> visited;
  section.for_each_leaf([&](std::string_view pointer, std::string_view json) {
    visited.emplace_back(pointer, json);
    EXPECT_EQ(section.leaf(pointer), json);
  });
  EXPECT_EQ(visited, (std::vector<std::pair<std::string, std::string>>{
                         {"/a/b~1c/~0", R"([1,{"k":2}])"}, {"/a/e", "{}"}, {"/c", R"("x")"}}));
}

TEST(Section, CountsTheBytesOfItsCompactText) {
  for (const char* json : {R"({"a":1})", R"({"a":{},"b":[1,2],"c":{"d":"e","f":null}})",
                           R"({"\"\n\u0001":"\u00e9"})"}) {
    const Section section = Section::parse(json).value();
    EXPECT_EQ(section.stored_bytes(), state_of(section).size()) << json;
  }
}

TEST(Section, ThatIsEmptyIsNotStoredAndTakesNoBytes) {
  EXPECT_EQ(Section{}.stored_bytes(), 0U);
  EXPECT_TRUE(Section::parse(R"({"a":null})").value().empty());
}

TEST(Section, TakesAPatchOfManyKeysInTimeThatGrowsWithItsSize) {
  std::string patch = "{";
  for (int key = 20'000; key > 0; --key)
    patch += "\"k" + std::to_string(key) + "\":1,";
  patch.back() = '}';
  Section section = Section::parse(R"({"zzz":1})").value();
  merge(section, patch, kLater);
  EXPECT_EQ(section.root().size(), 20'001U);
}

}  // namespace
}  // namespace shadowsim::shadow
