#include "sim/conformance/matcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::conformance {
namespace {

using testing::HasSubstr;
using testing::Optional;

constexpr WallTime kNow{std::chrono::seconds{1'700'000'000}};

struct Match {
  const char* expected;
  const char* payload;
};

class Matching : public testing::TestWithParam<Match> {};

TEST_P(Matching, IsAccepted) {
  Bindings bindings{{"x", "5"}, {"o", R"({"a":1})"}};
  EXPECT_EQ(find_mismatch(GetParam().expected, GetParam().payload, kNow, bindings), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(
    , Matching,
    testing::Values(Match{"{}", R"({"other":1})"}, Match{R"({"a":1})", R"({"a":1.0,"other":2})"},
                    Match{R"({"a":{"b":[1,{"c":"A"}]}})", R"({"a":{"b":[1.0,{"c":"\u0041"}]}})"},
                    Match{R"({"a":"$any"})", R"({"a":null})"}, Match{R"({"a":"$absent"})", "{}"},
                    Match{R"({"a":{"b":"$absent"}})", R"({"a":{}})"},
                    Match{R"({"a":"$timestamp"})", R"({"a":1700000010})"},
                    Match{R"({"a":["$timestamp"]})", R"({"a":[1699999990]})"},
                    Match{R"({"a":"$int"})", R"({"a":18446744073709551615})"},
                    Match{R"({"a":"$gt:3"})", R"({"a":4})"},
                    Match{R"({"a":"$prefix:No: "})", R"({"a":"No: x"})"},
                    Match{R"({"a":"$ref:x"})", R"({"a":5.0})"},
                    Match{R"({"a":"$ref:o"})", R"({"a":{"a":1}})"},
                    Match{R"({"a":"$after:x"})", R"({"a":6})"}));

class Mismatching : public testing::TestWithParam<Match> {};

TEST_P(Mismatching, IsExplained) {
  Bindings bindings{{"x", "5"}};
  EXPECT_THAT(find_mismatch(GetParam().expected, GetParam().payload, kNow, bindings),
              Optional(testing::Not(testing::IsEmpty())));
}

INSTANTIATE_TEST_SUITE_P(
    , Mismatching,
    testing::Values(
        Match{"{}", ""}, Match{"{}", "[]"}, Match{R"({"a":1})", "{}"},
        Match{R"({"a":1})", R"({"a":true})"}, Match{R"({"a":1})", R"({"a":"1"})"},
        Match{R"({"a":9007199254740993})", R"({"a":9007199254740992})"},
        Match{R"({"a":{}})", R"({"a":{"b":1}})"}, Match{R"({"a":{"b":1}})", R"({"a":{}})"},
        Match{R"({"a":{"b":1}})", R"({"a":[]})"}, Match{R"({"a":[1,2]})", R"({"a":[2,1]})"},
        Match{R"({"a":[1]})", R"({"a":[1,1]})"}, Match{R"({"a":[]})", R"({"a":{}})"},
        Match{R"({"a":null})", "{}"}, Match{R"({"a":"$any"})", "{}"},
        Match{R"({"a":"$absent"})", R"({"a":null})"},
        Match{R"({"a":"$timestamp"})", R"({"a":1700000011})"},
        Match{R"({"a":"$timestamp"})", R"({"a":1700000000.0})"},
        Match{R"({"a":"$timestamp"})", R"({"a":"1700000000"})"},
        Match{R"({"a":"$int"})", R"({"a":1.0})"}, Match{R"({"a":"$int"})", R"({"a":true})"},
        Match{R"({"a":"$gt:3"})", R"({"a":3})"}, Match{R"({"a":"$gt:3"})", R"({"a":"4"})"},
        Match{R"({"a":"$prefix:No"})", R"({"a":"no"})"}, Match{R"({"a":"$ref:x"})", R"({"a":6})"},
        Match{R"({"a":"$ref:y"})", R"({"a":6})"}, Match{R"({"a":"$after:x"})", R"({"a":5})"},
        Match{R"({"a":"$huh"})", R"({"a":"$huh"})"}));

TEST(Mismatch, NamesThePath) {
  Bindings bindings;
  EXPECT_THAT(find_mismatch(R"({"a":{"b":[1,2]}})", R"({"a":{"b":[1,3]}})", kNow, bindings),
              Optional(HasSubstr("a.b[1] is 3, must be 2")));
}

TEST(Binding, RemembersAValueForLater) {
  Bindings bindings;
  EXPECT_EQ(find_mismatch(R"({"a":"$bind:t"})", R"({"a":[1,"x"]})", kNow, bindings), std::nullopt);
  EXPECT_EQ(bindings["t"], R"([1,"x"])");
}

TEST(Substitution, PutsBoundValuesIntoAPayload) {
  const Bindings bindings{{"v", "7"}, {"s", R"("x\"y")"}};
  EXPECT_EQ(substitute(R"({"version":"$ref:v","a":["$ref:s",1,{"b":"$ref"}]})", bindings),
            R"({"version":7,"a":["x\"y",1,{"b":"$ref"}]})");
  EXPECT_EQ(substitute(R"({"a":"$ref:w"})", bindings), std::nullopt);
}

}  // namespace
}  // namespace shadowsim::conformance
