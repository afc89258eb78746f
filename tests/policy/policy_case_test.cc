#include "sim/policy/policy_case.h"

#include <string>

#include <gtest/gtest.h>

namespace shadowsim::policy {
namespace {

// A case that allows iot:Connect for client c, but for what `members` say otherwise.
std::string file_of(const std::string& members) {
  return R"([{"name": "n", "policies": [{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "iot:Connect", "Resource": "*"}]}],
 "context": {"clientId": "c"}, )" +
         members + "}]";
}

Case only_case(const std::string& json) {
  const auto cases = parse_cases(json, "f");
  if (cases && cases->size() == 1) return cases->front();
  ADD_FAILURE() << (cases ? "not one case" : cases.error().message);
  return {};
}

TEST(ParseCases, RefusesWhatIsNoList) {
  for (const auto& [json, problem] :
       {std::pair{"{}", "f:1:1: a file of policy cases is a list, not a mapping"},
        std::pair{"[", "f:1:2: not JSON: invalid value"}}) {
    const auto cases = parse_cases(json, "f");
    ASSERT_TRUE(cases.has_error()) << json;
    EXPECT_EQ(cases.error().message, problem);
  }
}

TEST(ParseCases, FailsACaseThatCannotBeRead) {
  const auto cases = parse_cases(
      "[{\"name\": \"n\", \"policies\": {}, \"context\": {\"clientID\": \"c\"},\n"
      " \"request\": 1, \"expect\": \"maybe\"}, 7]",
      "f");
  ASSERT_TRUE(cases.has_value());
  ASSERT_EQ(cases->size(), 2U);
  EXPECT_FALSE(passes(cases->at(0)));
  EXPECT_EQ(failure_text(cases->at(0)),
            "failed  n\n"
            "f:1:28: a case needs 'policies': a list of policy documents\n"
            "f:1:44: a context has no key 'clientID', did you mean 'clientId'? Allowed: clientId, "
            "thingName, thingAssociation, thingTypeName, attributes, certificate, certificateId, "
            "sourceIp, domainName, connectAttributes, lastWillTopic\n"
            "f:2:13: a case needs 'request': an object with action and resource\n"
            "f:2:26: expect must be allow or deny, not 'maybe'\n");
  EXPECT_FALSE(passes(cases->at(1)));
}

TEST(ParseCases, TakesNoEmptyTextForAChoice) {
  const Case one = only_case(
      R"([{"name": "n", "policies": [], "context": {"thingAssociation": ""},
 "request": {"action": "x:y", "resource": "*"}, "expect": ""}])");
  EXPECT_FALSE(passes(one));
  EXPECT_EQ(one.flaws,
            "f:1:64: thingAssociation must be exclusive or non-exclusive, not ''\n"
            "f:2:59: expect must be allow or deny, not ''");
}

constexpr const char* kRest = R"("request": {"action": "x:y", "resource": "*"}, "expect": "deny")";

TEST(ParseCases, RefusesKeysThatItDoesNotKnow) {
  const Case one = only_case(
      "[{\"name\": \"n\", \"policies\": [],\n\"contxt\": {},\n\"comment\": \"c\", \"why\": \"w\",\n"
      "\"request\": {\"action\": \"x:y\", \"resource\": \"*\",\n\"topic\": \"a\"}, \"expect\": "
      "\"deny\"}]");
  EXPECT_FALSE(passes(one));
  EXPECT_EQ(one.flaws,
            "f:2:1: a case has no key 'contxt', did you mean 'context'? Allowed: name, policies, "
            "context, request, expect, why, comment\n"
            "f:5:1: a request has no key 'topic'. Allowed: action, resource");
}

TEST(ParseCases, RefusesTheSecondCaseOfAName) {
  const std::string one = std::string{R"({"name": "n", "policies": [], )"} + kRest + '}';
  const auto cases = parse_cases('[' + one + ",\n" + one + ']', "f");
  ASSERT_TRUE(cases.has_value() && cases->size() == 2);
  EXPECT_TRUE(passes(cases->at(0)));
  EXPECT_FALSE(passes(cases->at(1)));
  EXPECT_EQ(cases->at(1).flaws, "f:2:10: the case 'n' stands twice, first in line 1");
}

TEST(ParseCases, RefusesACaseThatHasAKeyTwice) {
  const auto cases = parse_cases(
      std::string{"[{\"name\": \"n\", \"policies\": [], \"context\": {\"clientId\": \"a\",\n"
                  "\"clientId\": \"b\"}, "} +
          kRest + "}, {\"name\": \"m\", \"policies\": [], " + kRest + "}]",
      "f");
  ASSERT_TRUE(cases.has_value() && cases->size() == 2);
  EXPECT_EQ(cases->at(0).flaws, "f:2:1: the key 'clientId' stands here twice, first in line 1");
  EXPECT_TRUE(passes(cases->at(1))) << "the others go on";
}

TEST(Case, WithAKeyTwiceInAPolicyAllowsNothing) {
  const Case one = only_case(
      R"([{"name": "n", "policies": [{"Version": "2012-10-17", "Statement": [
  {"Effect": "Deny", "Effect": "Allow", "Action": "*", "Resource": "*"}]}], )" +
      std::string{kRest} + "}]");
  EXPECT_TRUE(one.flaws.empty()) << one.flaws;
  EXPECT_TRUE(passes(one));
  EXPECT_EQ(one.refusal, "f:2:22: the key 'Effect' stands here twice, first in line 2");
}

TEST(Case, WithAPolicyOfMoreCharactersThanAwsTakesAllowsNothing) {
  const auto case_of = [](std::size_t characters) {
    const std::string start = R"({"Version":"2012-10-17","Id":"{\"\u00e4)";
    const std::string end = R"(","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";
    const std::string policy =
        start + std::string(characters - start.size() - end.size(), 'x') + end;
    return only_case("[{\"name\": \"\xC3\xA4\", \"policies\": [\n {}, " + policy + "  ], " + kRest +
                     "}]");
  };
  EXPECT_EQ(case_of(2048).refusal.find("characters"), std::string::npos);
  EXPECT_NE(
      case_of(2049).refusal.find(
          "f:2:6: the policy has 2049 characters without white space, AWS takes at most 2048"),
      std::string::npos)
      << case_of(2049).refusal;
}

TEST(ParseCases, LeavesOutWhatIsAComment) {
  const auto cases = parse_cases(R"([{"comment": "about this file"}])", "f");
  ASSERT_TRUE(cases.has_value());
  EXPECT_TRUE(cases->empty());
}

TEST(Case, IsJudgedByActionAndResource) {
  const std::string request = R"("request": {"action": "iot:Connect", "resource": "*"})";
  EXPECT_TRUE(passes(only_case(file_of(request + R"(, "expect": "allow")"))));
  EXPECT_FALSE(passes(only_case(file_of(request + R"(, "expect": "deny")"))));
}

TEST(FailureText, SaysWhatWasExpectedAndWhatCame) {
  const Case one = only_case(file_of(
      R"("request": {"action": "iot:Publish", "resource": "*"}, "expect": "allow", "why": "w")"));
  EXPECT_EQ(failure_text(one),
            "failed  n\n"
            "  rule      w\n"
            "  request   iot:Publish *\n"
            "  expected  allowed\n"
            "  came      denied: no statement allows it\n");
}

TEST(Case, WithABrokenPolicyAllowsNothing) {
  const std::string json =
      R"([{"name": "n", "policies": [
  {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]},
  {"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "topic/x"}]}],
 "context": {}, "request": {"action": "iot:Publish", "resource": "*"}, "expect": )";
  EXPECT_TRUE(passes(only_case(json + "\"deny\"}]")));
  const Case one = only_case(json + "\"allow\"}]");
  EXPECT_FALSE(passes(one));
  EXPECT_EQ(failure_text(one),
            "failed  n\n"
            "  request   iot:Publish *\n"
            "  expected  allowed\n"
            "  came      denied: the policies are refused\n"
            "f:3:64: 'topic/x' is no resource: it must be '*' or an ARN of six parts, like "
            "arn:aws:iot:us-east-1:123456789012:topic/a/b\n");
}

TEST(Case, TakesEveryMemberOfTheContext) {
  const Case one = only_case(
      R"([{"name": "n", "policies": [], "context": {"clientId": "c", "thingName": "t",
          "thingAssociation": "exclusive", "thingTypeName": "y", "attributes": {"a": "b"},
          "certificateId": "i", "certificate": {"SerialNumber": "1", "Subject.Country": ["X", "Y"]},
          "sourceIp": "::1", "domainName": "d", "connectAttributes": [], "lastWillTopic": "w"},
          "request": {"action": "x:y", "resource": "*"}, "expect": "deny"}])");
  EXPECT_TRUE(one.flaws.empty()) << one.flaws;
  const Context& context = one.context;
  EXPECT_EQ(context.client_id, "c");
  EXPECT_EQ(context.thing, "t");
  EXPECT_EQ(context.association, ThingAssociation::kExclusive);
  EXPECT_EQ(context.thing_type, "y");
  EXPECT_EQ(context.attributes.at("a"), "b");
  EXPECT_EQ(context.certificate_id, "i");
  EXPECT_EQ(context.certificate.at("Subject.Country").size(), 2U);
  EXPECT_EQ(context.source_ip, "::1");
  EXPECT_EQ(context.domain_name, "d");
  EXPECT_TRUE(context.connect_attributes && context.connect_attributes->empty());
  EXPECT_EQ(context.last_will_topic, "w");
}

TEST(Case, TellsWhatIsOddInItsPoliciesAndIsJudgedAllTheSame) {
  const Case one = only_case(
      R"([{"name": "n", "policies": [{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "iot:Sbscribe", "Resource": "*"}]}], )" +
      std::string{kRest} + "}]");
  EXPECT_TRUE(passes(one));
  ASSERT_EQ(one.warnings.size(), 1U);
  EXPECT_EQ(one.warnings.front().find("f:2:33: 'iot:Sbscribe' is no action"), 0U)
      << one.warnings.front();
}

}  // namespace
}  // namespace shadowsim::policy
