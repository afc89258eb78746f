#include "sim/policy/document_reading.h"

#include <string>

#include <gtest/gtest.h>

#include "sim/text/json_tree.h"

namespace shadowsim::policy {
namespace {

// All that is wrong with a document; "good" where it is one.
std::string problems_of(std::string_view json) {
  Problems problems{"p"};
  Problems warnings{"p"};
  const auto root = read_json(json, 0, problems, RepeatedKeys::kKept);
  const bool is_json = problems.empty();
  const bool is_good = root && read_document(*root, problems, warnings);
  EXPECT_EQ(is_json && is_good, problems.empty());
  return problems.empty() ? "good" : problems.to_error().message;
}

// A document with that statement.
std::string with_statement(std::string_view members) {
  return R"({"Version": "2012-10-17", "Statement": {)" + std::string{members} + "}}";
}

constexpr const char* kRest = R"("Resource": "*")";

struct Bad {
  std::string json;
  const char* problems;
};

class RefuseDocument : public testing::TestWithParam<Bad> {};

TEST_P(RefuseDocument, SaysWhereAndWhy) {
  EXPECT_EQ(problems_of(GetParam().json), GetParam().problems);
}

INSTANTIATE_TEST_SUITE_P(
    OfTheDocument, RefuseDocument,
    testing::Values(
        Bad{"[]", "p:1:1: a policy is an object with Version and Statement, not a list"},
        Bad{"{}", "p:1:1: a policy needs the key 'Statement': an object, or a list of them"},
        Bad{R"({"Version": "2012-10-18", "Statement": []})",
            "p:1:13: Version must be 2012-10-17 or 2008-10-17, not '2012-10-18'"},
        Bad{R"({"Version": "", "Statement": []})",
            "p:1:13: Version must be 2012-10-17 or 2008-10-17, not ''"},
        Bad{R"({"Version": 2012, "Statement": []})", "p:1:13: Version must be a text, not '2012'"},
        Bad{R"({"version": "2012-10-17", "Statement": []})",
            "p:1:2: a policy has no key 'version', did you mean 'Version'? Allowed: Version, Id, "
            "Statement"},
        Bad{R"({"Statement": [], "Statement": []})",
            "p:1:19: the key 'Statement' stands here twice, first in line 1"},
        Bad{R"({"Statement": ["x"]})", "p:1:16: a statement is an object, not the text \"x\""}));

INSTANTIATE_TEST_SUITE_P(
    OfAStatement, RefuseDocument,
    testing::Values(
        Bad{with_statement(R"("Action": "iot:*", "Resource": "*")"),
            "p:1:40: a statement needs the key 'Effect': Allow or Deny"},
        Bad{with_statement(R"("Effect": "allow", "Action": "iot:*", "Resource": "*")"),
            "p:1:51: Effect must be Allow or Deny, not 'allow', did you mean 'Allow'?"},
        Bad{with_statement(R"("Effect": "", "Action": "iot:*", "Resource": "*")"),
            "p:1:51: Effect must be Allow or Deny, not ''"},
        Bad{with_statement(R"("Effect": 1, "Action": "iot:*", "Resource": "*")"),
            "p:1:51: Effect must be a text, not '1'"},
        Bad{with_statement(R"("Effect": "Allow", "Resource": "*")"),
            "p:1:40: a statement needs one of Action and NotAction"},
        Bad{with_statement(R"("Effect": "Allow", "Action": "iot:*")"),
            "p:1:40: a statement needs one of Resource and NotResource"},
        Bad{with_statement(
                R"("Effect": "Allow", "Action": "a:b", "NotAction": "a:b", "Resource": "*")"),
            "p:1:77: a statement has Action or NotAction, not both"},
        Bad{with_statement(R"("Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*")"),
            "p:1:59: a statement of AWS IoT names no Principal: it is attached to its principal"},
        Bad{with_statement(R"("Effect": "Deny", "Action": [], "Resource": "*")"),
            "p:1:69: Action must name at least one"},
        Bad{with_statement(R"("Effect": "Deny", "Action": ["*", 1], "Resource": "*")"),
            "p:1:75: Action must be a text or a list of texts, none of them empty, not '1'"},
        Bad{with_statement(R"("Effect": "Deny", "Action": "Publish", "Resource": "*")"),
            "p:1:69: 'Publish' is no action: it must be '*' or like iot:Publish"},
        Bad{with_statement(R"("Effect": "Deny", "Action": "*", "Resource": "topic/x")"),
            "p:1:86: 'topic/x' is no resource: it must be '*' or an ARN of six parts, like "
            "arn:aws:iot:us-east-1:123456789012:topic/a/b"},
        Bad{with_statement(R"("Effect": "Deny", "Action": "*", "Resource": "arn:aws:iot:*:x")"),
            "p:1:86: 'arn:aws:iot:*:x' is no resource: it must be '*' or an ARN of six parts, like "
            "arn:aws:iot:us-east-1:123456789012:topic/a/b"},
        Bad{with_statement(
                R"("Effect": "Deny", "Action": "*", "Resource": "arn:aws:*:r:a:topic/x")"),
            "p:1:86: 'arn:aws:*:r:a:topic/x': the third part of an ARN is the service's name, "
            "without wildcards"},
        Bad{with_statement(
                R"("Effect": "Deny", "Action": "*", "Resource": "arn:aws:iot:r:${aws:x}:topic/x")"),
            "p:1:86: 'arn:aws:iot:r:${aws:x}:topic/x': variables may stand in the last part of an "
            "ARN only"},
        Bad{with_statement(
                R"("Effect": "Deny", "Action": "*", "Resource": "arn:aws:iot:r:a:topic/${x")"),
            "p:1:86: '${x' has no closing brace"}));

TEST(ReadDocument, GathersAllProblems) {
  const std::string problems = problems_of(
      "{\"Statement\": [\n{\"Effect\": \"Alow\", \"Action\": \"x\", \"Resource\": \"y\"},\n7]}");
  EXPECT_EQ(problems,
            "p:2:12: Effect must be Allow or Deny, not 'Alow', did you mean 'Allow'?\n"
            "p:2:30: 'x' is no action: it must be '*' or like iot:Publish\n"
            "p:2:47: 'y' is no resource: it must be '*' or an ARN of six parts, like "
            "arn:aws:iot:us-east-1:123456789012:topic/a/b\n"
            "p:3:1: a statement is an object, not '7'");
}

class GoodDocument : public testing::TestWithParam<std::string> {};

TEST_P(GoodDocument, IsRead) {
  EXPECT_EQ(problems_of(GetParam()), "good");
}

INSTANTIATE_TEST_SUITE_P(
    , GoodDocument,
    testing::Values(
        R"({"Statement": []})", R"({"Version": "2008-10-17", "Id": "x", "Statement": []})",
        with_statement(R"("Effect": "Allow", "NotAction": ["iot:Get*"], "NotResource": ["*"])"),
        with_statement(R"("Effect": "Allow", "Action": "*", "Resource": "arn:aws:iot:*:*:*")"),
        // Text, true, a number, a list of none.
        with_statement(R"("Effect": "Allow", "Action": "*", "Resource": "*", "Condition": )"
                       R"({"Bool": {"a": true}, "StringEquals": {"b": 7, "c": []}})"),
        // Without variables a colon in braces is one of the ARN's.
        R"({"Version": "2008-10-17", "Statement": {"Effect": "Deny", "Action": "*",
            "Resource": "arn:aws:iot:r:${a:topic/x"}})"));

TEST(ReadDocument, WarnsOfWhatIsOdd) {
  Problems problems{"p"};
  Problems warnings{"p"};
  const auto root = read_json(
      R"({"Statement": [{"Sid": "a", "Effect": "Allow", "Action": "*", "Resource": "*"},
                        {"Sid": "a", "Effect": "Allow", "Action": "*", "Resource": "*"},
                        {"Sid": "a b", "Effect": "Allow", "Action": "*", "Resource": "*"}]})",
      0, problems);
  const auto document = read_document(*root, problems, warnings);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->statements.size(), 3U);
  EXPECT_EQ(warnings.to_error().message,
            "p:1:1: a policy without a Version is read as one of 2008-10-17, without variables\n"
            "p:2:33: the Sid 'a' stands twice\n"
            "p:3:33: the Sid 'a b' holds more than letters and digits");
}

TEST(ReadDocument, WarnsOfWhatMeansNothingAndReadsIt) {
  Problems problems{"p"};
  Problems warnings{"p"};
  const auto root = read_json(
      with_statement("\"Effect\": \"Allow\",\n\"Action\": [\"iot:Publish\", \"iot:Sbscribe\"],\n"
                     "\"NotResource\": \"arn:aws:iot:r:a:topcfilter/${iot:ClientID}\",\n"
                     "\"Condition\": {\"StringEquals\": {\"iot:ClentId\": \"x\"}}"),
      0, problems);
  const auto document = read_document(*root, problems, warnings);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->statements.at(0).actions.size(), 2U);
  EXPECT_EQ(document->statements.at(0).resources.size(), 1U);
  EXPECT_EQ(document->statements.at(0).conditions.size(), 1U);
  EXPECT_EQ(warnings.to_error().message,
            "p:2:27: 'iot:Sbscribe' is no action of an AWS IoT policy, and matches nothing, did "
            "you mean 'iot:Subscribe'?\n"
            "p:3:16: 'arn:aws:iot:r:a:topcfilter/${iot:ClientID}': AWS IoT has no resources of the "
            "type 'topcfilter', so it matches nothing, did you mean 'topicfilter'?\n"
            "p:3:16: the variable 'iot:ClientID' is spelt 'iot:ClientId' by AWS; here, as in IAM, "
            "capitals do not count\n"
            "p:4:32: 'iot:ClentId' is no condition key of AWS IoT, and has no value, did you mean "
            "'iot:ClientId'?");
}

TEST(ReadDocument, WarnsOfAVariableWhereTheVersionHasNone) {
  Problems problems{"p"};
  Problems warnings{"p"};
  const auto root = read_json(R"({"Version": "2008-10-17", "Statement": {"Effect": "Allow",
"Action": "*", "Resource": "arn:aws:iot:r:a:client/${iot:ClientId}"}})",
                              0, problems);
  ASSERT_TRUE(read_document(*root, problems, warnings));
  EXPECT_EQ(warnings.to_error().message,
            "p:2:28: 'arn:aws:iot:r:a:client/${iot:ClientId}': without Version 2012-10-17 a "
            "variable is taken letter by letter");
}

}  // namespace
}  // namespace shadowsim::policy
