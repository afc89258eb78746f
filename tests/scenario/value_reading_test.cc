#include "sim/scenario/value_reading.h"

#include <gtest/gtest.h>

#include "tests/scenario/reading.h"

namespace shadowsim::scenario {
namespace {

ValueSource source(std::string_view text) {
  const auto scenario = good(with_stream("rate: 1/s, values: {v: " + std::string{text} + "}"));
  return std::get<Churn>(scenario.timeline.at(0)).streams.at(0).values.at(0).source;
}

TEST(ReadValues, ReadsEverySource) {
  EXPECT_EQ(std::get<OneOf>(source("{one_of: [red, 1, \"1\"]}")).values,
            (std::vector<std::string>{"\"red\"", "1", "\"1\""}));
  EXPECT_EQ(std::get<Sequence>(source("{sequence: [1, 1, {a: b}]}")).values,
            (std::vector<std::string>{"1", "1", "{\"a\":\"b\"}"}));
  const auto toggle = std::get<Toggle>(source("{toggle: [on, off]}"));
  EXPECT_EQ(toggle.first, "\"on\"");
  EXPECT_EQ(toggle.second, "\"off\"");
  const auto bare = std::get<Toggle>(source("toggle"));
  EXPECT_EQ(bare.first, "false");
  EXPECT_EQ(bare.second, "true");
}

TEST(ReadValues, TakesARangeForIntegersOnlyWhereBothAre) {
  const auto integers = std::get<IntegerRange>(source("{range: [-5, 5]}"));
  EXPECT_EQ(integers.min, -5);
  EXPECT_EQ(integers.max, 5);
  EXPECT_EQ(std::get<IntegerRange>(source("{range: [7, 7]}")).max, 7);
  const auto numbers = std::get<NumberRange>(source("{range: [0, 1.0]}"));
  EXPECT_EQ(numbers.min, 0);
  EXPECT_EQ(numbers.max, 1);
}

struct Bad {
  const char* text;
  const char* problem;
};

class RefuseValues : public testing::TestWithParam<Bad> {};

TEST_P(RefuseValues, SaysWhereAndWhy) {
  EXPECT_EQ(
      problems_of(with_stream("rate: 1/s, values: {v: " + std::string{GetParam().text} + "}")),
      GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseValues,
    testing::Values(
        Bad{"{one_of: [red, blue, red]}",
            "s.yaml:6:61: timeline[0].churn.desired.values.v.one_of has 'red' twice"},
        Bad{"{one_of: []}",
            "s.yaml:6:49: timeline[0].churn.desired.values.v.one_of has 0 items, it must be a list "
            "of at least 1, each any value but null"},
        Bad{"{one_of: [red, ~]}",
            "s.yaml:6:55: timeline[0].churn.desired.values.v.one_of[1] is null, which a scenario's "
            "state cannot hold"},
        Bad{"{toggle: [1, 1]}",
            "s.yaml:6:53: timeline[0].churn.desired.values.v.toggle has '1' twice"},
        Bad{"{toggle: [1]}",
            "s.yaml:6:49: timeline[0].churn.desired.values.v.toggle has 1 item, it must be a list "
            "of 2, each any value but null"},
        Bad{"{range: [5, 1]}",
            "s.yaml:6:52: timeline[0].churn.desired.values.v.range: '1' is less than '5'"},
        Bad{"{range: [1.5, 1.5]}",
            "s.yaml:6:54: timeline[0].churn.desired.values.v.range: '1.5' is not more than '1.5'"},
        Bad{"{range: [-1e308, 1e308]}",
            "s.yaml:6:57: timeline[0].churn.desired.values.v.range: '1e308' is too far from "
            "'-1e308'"},
        Bad{"{range: [a, 1]}",
            "s.yaml:6:49: timeline[0].churn.desired.values.v.range[0] must be a number, not 'a'"},
        Bad{"{one_off: [1]}",
            "s.yaml:6:41: timeline[0].churn.desired.values.v has no key 'one_off', did you mean "
            "'one_of'? Allowed: one_of, range, toggle, sequence"},
        Bad{"{one_of: [1], range: [1, 2]}",
            "s.yaml:6:54: timeline[0].churn.desired.values.v has both 'one_of' and 'range', it "
            "takes exactly one of one_of, range, toggle, sequence"},
        Bad{"red",
            "s.yaml:6:40: timeline[0].churn.desired.values.v must be 'toggle', or a mapping with "
            "exactly one of one_of, range, toggle, sequence, not 'red'"}));

}  // namespace
}  // namespace shadowsim::scenario
