#include "sim/policy/condition_reading.h"

#include <string>

#include <gtest/gtest.h>

#include "sim/text/json_tree.h"

namespace shadowsim::policy {
namespace {

struct Reading {
  std::size_t conditions = 0;
  std::string problems;
  std::string warnings;
};

Reading reading_of(const std::string& json) {
  Problems problems{"p"};
  Problems warnings{"p"};
  const auto root = read_json(json, 0, problems);
  EXPECT_TRUE(root) << json;
  if (!root) return {};
  const std::size_t conditions = read_conditions(*root, true, problems, warnings).size();
  return {conditions, problems.to_error().message, warnings.to_error().message};
}

struct Bad {
  const char* json;
  const char* problems;
};

class RefuseConditions : public testing::TestWithParam<Bad> {};

TEST_P(RefuseConditions, SaysWhereAndWhy) {
  EXPECT_EQ(reading_of(GetParam().json).problems, GetParam().problems);
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseConditions,
    testing::Values(
        Bad{"[]", "p:1:1: Condition must be an object, not a list"},
        Bad{R"({"Bool": "x"})", "p:1:10: Bool must be an object, not the text \"x\""},
        Bad{R"({"Bool": {"k": [[]]}})", "p:1:17: a value of k must be a text, not a list"},
        Bad{R"({"IpAddress": {"aws:SourceIp": "10.0.0.0/99"}})",
            "p:1:32: aws:SourceIp: '10.0.0.0/99' is no range of addresses, which is like "
            "203.0.113.0/24 or 2001:db8::/32"},
        Bad{"{\"Null\": {\"k\": [\"x\",\n\"true\",\n[],\n\"y\"]}}",
            "p:1:17: k: Null takes true or false, not 'x'\n"
            "p:3:1: a value of k must be a text, not a list\n"
            "p:4:1: k: Null takes true or false, not 'y'"},
        Bad{R"({"StringEqual": {"k": "v"}})",
            "p:1:2: 'StringEqual' is no condition operator that is known here, did you mean "
            "'StringEquals'? Allowed: StringEquals, StringNotEquals, StringEqualsIgnoreCase, "
            "StringNotEqualsIgnoreCase, StringLike, StringNotLike, ArnEquals, ArnNotEquals, "
            "ArnLike, ArnNotLike, Bool, IpAddress, NotIpAddress, Null, each but Null also with "
            "ForAllValues:, ForAnyValue: and IfExists"}));

TEST(ReadConditions, MakesOneOfEachKey) {
  const Reading reading = reading_of(
      R"({"Bool": {"iot:Connection.Thing.IsAttached": true},
          "StringEquals": {"iot:ClientId": ["a", "b"], "iot:DomainName": []}})");
  EXPECT_EQ(reading.conditions, 3U);
  EXPECT_EQ(reading.problems, "");
  EXPECT_EQ(reading.warnings, "");
}

TEST(ReadConditions, WarnsOfKeysAndVariablesThatNoConnectionHas) {
  const Reading reading = reading_of(
      "{\"StringEquals\": {\"iot:ClentId\": [\"a\",\n\"${iot:ClientId}${iot:Thing}\"]},\n"
      "\"IpAddress\": {\"aws:SourceIpp\": \"10.0.0.0/8\"}}");
  EXPECT_EQ(reading.conditions, 2U);
  EXPECT_EQ(reading.problems, "");
  EXPECT_EQ(
      reading.warnings,
      "p:1:19: 'iot:ClentId' is no condition key of AWS IoT, and has no value, did you mean "
      "'iot:ClientId'?\n"
      "p:2:1: 'iot:Thing' is no variable of AWS IoT, and has no value\n"
      "p:3:15: 'aws:SourceIpp' is no condition key of AWS IoT, and has no value, did you mean "
      "'aws:SourceIp'?");
}

}  // namespace
}  // namespace shadowsim::policy
