#include "sim/scenario/json_value.h"

#include <gtest/gtest.h>

#include "sim/text/yaml_tree.h"

namespace shadowsim::scenario {
namespace {

struct Good {
  const char* yaml;
  const char* json;
};

class JsonOfYaml : public testing::TestWithParam<Good> {};

TEST_P(JsonOfYaml, IsCompactAndTyped) {
  Problems problems{"f"};
  const auto node = read_yaml(GetParam().yaml, 0, problems);
  ASSERT_TRUE(node);
  EXPECT_TRUE(check_json(*node, "v", problems)) << problems.to_error().message;
  EXPECT_EQ(json_text(*node), GetParam().json);
}

INSTANTIATE_TEST_SUITE_P(
    , JsonOfYaml,
    testing::Values(Good{"red", R"("red")"}, Good{"\"1\"", R"("1")"}, Good{"'true'", R"("true")"},
                    Good{"\"null\"", R"("null")"}, Good{"!!str 12", R"("12")"}, Good{"1", "1"},
                    Good{"+5", "5"}, Good{"-0", "0"}, Good{"0x1F", "31"},
                    Good{"9223372036854775807", "9223372036854775807"},
                    Good{"-9223372036854775808", "-9223372036854775808"},
                    Good{"18446744073709551615", "18446744073709551615"}, Good{"1.0", "1.0"},
                    Good{"1.50", "1.5"}, Good{"1e3", "1000.0"}, Good{"True", "true"},
                    Good{"off", R"("off")"}, Good{"[1, a, [true, {}]]", R"([1,"a",[true,{}]])"},
                    Good{"{b: 1, a: {c: [x]}}", R"({"b":1,"a":{"c":["x"]}})"},
                    Good{"{1: x, on: y}", R"({"1":"x","on":"y"})"}, Good{"\"a\\nb\"", R"("a\nb")"},
                    Good{"[]", "[]"}, Good{"''", R"("")"},
                    Good{"{a: {b: {c: {d: {e: 1}}}}}", R"({"a":{"b":{"c":{"d":{"e":1}}}}})"}));

struct Bad {
  const char* yaml;
  const char* problem;
};

class NoJsonOfYaml : public testing::TestWithParam<Bad> {};

TEST_P(NoJsonOfYaml, SaysWhereAndWhy) {
  Problems problems{"f"};
  const auto node = read_yaml(GetParam().yaml, 0, problems);
  ASSERT_TRUE(node);
  EXPECT_FALSE(check_json(*node, "v", problems));
  EXPECT_EQ(problems.to_error().message, GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    , NoJsonOfYaml,
    testing::Values(
        Bad{"~", "f:1:1: v is null, which a scenario's state cannot hold"},
        Bad{"[1, [null]]", "f:1:6: v[1][0] is null, which a scenario's state cannot hold"},
        Bad{"{a: {b: }}", "f:1:6: v.a.b is null, which a scenario's state cannot hold"},
        Bad{"007",
            "f:1:1: v is '007', which is a number to some and a text to others; leave out the "
            "leading zeros, or quote it"},
        Bad{".nan",
            "f:1:1: v is '.nan', but JSON has no infinite numbers; quote it to make it a text"},
        Bad{"18446744073709551616",
            "f:1:1: v is '18446744073709551616', which 64 bits cannot hold; quote it to make it a "
            "text"},
        Bad{"{a: {b: {c: {d: {e: {f: 1}}}}}}",
            "f:1:22: v.a.b.c.d.e.f lies 7 keys deep, the service takes at most 6"}));

}  // namespace
}  // namespace shadowsim::scenario
