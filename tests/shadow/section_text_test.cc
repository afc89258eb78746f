#include <string>

#include <gtest/gtest.h>

#include "sim/shadow/json_reader.h"
#include "sim/shadow/section.h"

namespace shadowsim::shadow {
namespace {

constexpr Timestamp kEarlier{std::chrono::seconds{1'700'000'000}};
constexpr Timestamp kLater{std::chrono::seconds{1'700'000'060}};

TEST(SectionText, OfAnEmptySectionIsAnEmptyObject) {
  std::string out;
  append_state(out, Section{});
  append_metadata(out, Section{});
  EXPECT_EQ(out, "{}{}");
}

TEST(SectionText, StampIsTheTimeInSeconds) {
  EXPECT_EQ(make_stamp(kEarlier), R"({"timestamp":1700000000})");
}

TEST(SectionText, MetadataHasTheShapeOfTheStateAndTheTimeOfEachLeaf) {
  Section section = Section::parse(R"({"a":1,"b":{"c":[1,{"d":2},[]]},"e":{}})", kEarlier).value();
  section.merge(Section::parse(R"({"a":2})", kLater).value());
  std::string metadata;
  append_metadata(metadata, section);
  EXPECT_EQ(metadata, R"({"a":{"timestamp":1700000060},"b":{"c":[{"timestamp":1700000000},)"
                      R"({"d":{"timestamp":1700000000}},[]]},"e":{}})");
}

TEST(SectionText, KeysAndTextsAreEscapedAndReadBack) {
  const std::string json = R"({"\"\\\n\u0000":"\u0001/\u00e9"})";
  const Section section = Section::parse(json).value();
  std::string state;
  append_state(state, section);
  EXPECT_EQ(state, "{\"\\\"\\\\\\n\\u0000\":\"\\u0001/\xC3\xA9\"}");
  EXPECT_TRUE(same_state(Section::parse(state).value(), section));
}

}  // namespace
}  // namespace shadowsim::shadow
