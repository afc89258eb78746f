#include <string>

#include <gtest/gtest.h>

#include "sim/shadow/section.h"

namespace shadowsim::shadow {
namespace {

constexpr Timestamp kDesired{std::chrono::seconds{100}};
constexpr Timestamp kReported{std::chrono::seconds{200}};

struct DifferenceRow {
  const char* desired;
  const char* reported;
  const char* difference;
};

class DifferenceRule : public testing::TestWithParam<DifferenceRow> {};

TEST_P(DifferenceRule, IsThatOfTheProtocol) {
  const Section desired = Section::parse(GetParam().desired, kDesired).value();
  const Section reported = Section::parse(GetParam().reported, kReported).value();
  std::string state;
  append_state(state, difference(desired, reported));
  EXPECT_EQ(state, GetParam().difference);
  EXPECT_EQ(is_reached(desired, reported), state == "{}");
}

INSTANTIATE_TEST_SUITE_P(
    , DifferenceRule,
    testing::Values(
        DifferenceRow{"{}", "{}", "{}"}, DifferenceRow{"{}", R"({"a":1})", "{}"},
        DifferenceRow{R"({"a":1})", "{}", R"({"a":1})"},
        DifferenceRow{R"({"a":1})", R"({"a":1,"b":2})", "{}"},
        DifferenceRow{R"({"a":1})", R"({"a":1.0})", "{}"},
        DifferenceRow{R"({"a":[1,{"b":2}]})", R"({"a":[1.0,{"b":2.0}]})", "{}"},
        DifferenceRow{R"({"a":9007199254740993})", R"({"a":9007199254740992})",
                      R"({"a":9007199254740993})"},
        DifferenceRow{R"({"a":1})", R"({"a":"1"})", R"({"a":1})"},
        DifferenceRow{R"({"a":1})", R"({"a":true})", R"({"a":1})"},
        DifferenceRow{R"({"a":false})", R"({"a":0})", R"({"a":false})"},
        DifferenceRow{R"({"a":[1,2]})", R"({"a":[2,1]})", R"({"a":[1,2]})"},
        DifferenceRow{R"({"a":[{"x":1,"y":2}]})", R"({"a":[{"y":2,"x":1}]})", "{}"},
        DifferenceRow{R"({"a":{"b":1,"c":2}})", R"({"a":{"b":1,"c":3,"d":4}})", R"({"a":{"c":2}})"},
        DifferenceRow{R"({"a":{"b":1}})", R"({"a":{"b":1}})", "{}"},
        DifferenceRow{R"({"a":{"b":1}})", R"({"a":5})", R"({"a":{"b":1}})"},
        DifferenceRow{R"({"a":5})", R"({"a":{"b":1}})", R"({"a":5})"},
        DifferenceRow{R"({"a":{}})", "{}", R"({"a":{}})"},
        DifferenceRow{R"({"a":{}})", R"({"a":{}})", "{}"},
        DifferenceRow{R"({"a":{}})", R"({"a":{"b":1}})", "{}"},
        DifferenceRow{R"({"a":{}})", R"({"a":[]})", R"({"a":{}})"},
        DifferenceRow{R"({"a":1,"c":3,"e":5})", R"({"b":2,"c":3,"d":4})", R"({"a":1,"e":5})"}));

TEST(Difference, CarriesTheTimesOfDesired) {
  std::string metadata;
  append_metadata(metadata, difference(Section::parse(R"({"a":{"b":[1,2]}})", kDesired).value(),
                                       Section::parse(R"({"a":{"b":[3]}})", kReported).value()));
  EXPECT_EQ(metadata, R"({"a":{"b":[{"timestamp":100},{"timestamp":100}]}})");
}

TEST(SameState, IsEqualityOfValuesWhateverTheTimes) {
  const auto parse = [](const char* json, Timestamp time) {
    return Section::parse(json, time).value();
  };
  EXPECT_TRUE(same_state(parse(R"({"a":{"b":1},"c":[]})", kDesired),
                         parse(R"({"c":[],"a":{"b":1.0}})", kReported)));
  EXPECT_FALSE(same_state(parse(R"({"a":1})", kDesired), parse(R"({"a":1,"b":1})", kDesired)));
  EXPECT_FALSE(same_state(parse(R"({"a":1})", kDesired), parse(R"({"b":1})", kDesired)));
  EXPECT_FALSE(same_state(parse(R"({"a":{}})", kDesired), parse(R"({"a":{"b":1}})", kDesired)));
  EXPECT_FALSE(same_state(parse(R"({"a":{}})", kDesired), parse(R"({"a":[]})", kDesired)));
}

}  // namespace
}  // namespace shadowsim::shadow
