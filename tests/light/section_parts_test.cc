#include "sim/light/section_parts.h"

#include <string>

#include <gtest/gtest.h>

namespace shadowsim::light {
namespace {

struct Parts {
  const char* state;
  const char* other;
  const char* shared;
  const char* without;
  const char* at_keys;
};

class SectionParts : public testing::TestWithParam<Parts> {
 protected:
  static shadow::Section section(const char* json) { return shadow::Section::parse(json).value(); }
  static std::string text(const shadow::Section& state) {
    std::string json;
    shadow::append_state(json, state);
    return json;
  }
};

TEST_P(SectionParts, AreWholeLeaves) {
  const auto state = section(GetParam().state);
  const auto other = section(GetParam().other);
  EXPECT_EQ(text(shared_part(state, other)), GetParam().shared);
  EXPECT_EQ(text(without(state, other)), GetParam().without);
  EXPECT_EQ(text(at_keys_of(state, other)), GetParam().at_keys);
}

INSTANTIATE_TEST_SUITE_P(, SectionParts,
                         testing::Values(Parts{"{}", "{}", "{}", "{}", "{}"},
                                         Parts{R"({"a":1})", "{}", "{}", R"({"a":1})", "{}"},
                                         Parts{"{}", R"({"a":1})", "{}", "{}", "{}"},
                                         Parts{R"({"a":1,"b":2})", R"({"b":2})", R"({"b":2})",
                                               R"({"a":1,"b":2})", R"({"b":2})"},
                                         Parts{R"({"a":1,"b":2})", R"({"b":3,"c":4})", "{}",
                                               R"({"a":1})", R"({"b":2})"},
                                         Parts{R"({"o":{"x":1,"y":2}})", R"({"o":{"y":3}})", "{}",
                                               R"({"o":{"x":1}})", R"({"o":{"y":2}})"}));

}  // namespace
}  // namespace shadowsim::light
