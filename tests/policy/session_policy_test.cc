#include "sim/policy/session_policy.h"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/policy/documents.h"

namespace shadowsim::policy {
namespace {

SessionPolicy::Documents documents(std::vector<std::string_view> texts) {
  std::vector<Document> made;
  for (const std::string_view text : texts)
    made.push_back(document(text));
  return std::make_shared<const std::vector<Document>>(std::move(made));
}

TEST(SessionPolicy, DeniesEverythingWithoutDocuments) {
  SessionPolicy policy{documents({}), {}, {.client_id = "c"}};
  EXPECT_FALSE(policy.authorize(Action::kConnect, "c").is_allowed());
}

TEST(Arn, NamesTheResourceOfEachAction) {
  const Account account{"aws-cn", "cn-north-1", "1"};
  EXPECT_EQ(arn(account, Action::kConnect, "c"), "arn:aws-cn:iot:cn-north-1:1:client/c");
  EXPECT_EQ(arn(account, Action::kSubscribe, "$share/g/a/#"),
            "arn:aws-cn:iot:cn-north-1:1:topicfilter/$share/g/a/#");
  for (const Action action : {Action::kPublish, Action::kRetainPublish, Action::kReceive})
    EXPECT_EQ(arn(account, action, "a/b"), "arn:aws-cn:iot:cn-north-1:1:topic/a/b");
}

TEST(SessionPolicy, GivesTheSameAnswerAgain) {
  SessionPolicy policy{documents({kAllowAll, kDenyX}), {}, {.client_id = "c"}};
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(policy.authorize(Action::kPublish, "x"),
              (Decision{Verdict::kExplicitDeny, StatementPlace{1, 1}}));
    EXPECT_TRUE(policy.authorize(Action::kReceive, "x").is_allowed()) << "another action";
    EXPECT_TRUE(policy.authorize(Action::kPublish, "y").is_allowed()) << "another name";
  }
}

TEST(SessionPolicy, ForgetsItsAnswersWithItsDocuments) {
  SessionPolicy policy{documents({kAllowAll}), {}, {.client_id = "c"}};
  EXPECT_TRUE(policy.authorize(Action::kPublish, "x").is_allowed());
  policy.replace(documents({kAllowAll, kDenyX}));
  EXPECT_FALSE(policy.authorize(Action::kPublish, "x").is_allowed());
}

TEST(SessionPolicy, JudgesMoreNamesThanItRemembers) {
  SessionPolicy policy{documents({kAllowAll, kDenyX}), {}, {.client_id = "c"}};
  for (std::size_t i = 0; i < 3 * SessionPolicy::kVerdictsMost; ++i)
    ASSERT_TRUE(policy.authorize(Action::kPublish, "t" + std::to_string(i)).is_allowed());
  EXPECT_FALSE(policy.authorize(Action::kPublish, "x").is_allowed());
}

TEST(SessionPolicy, KnowsOfTheConnectWhileItIsJudgedOnly) {
  const auto policy_text = R"({"Version": "2012-10-17", "Statement": {
      "Effect": "Allow", "Action": "*", "Resource": "*",
      "Condition": {"Null": {"iot:ConnectAttributes": "false", "iot:LastWillTopic": "false"}}}})";
  SessionPolicy policy{documents({policy_text}),
                       {},
                       {.client_id = "c",
                        .connect_attributes = std::vector<std::string>{"LastWill"},
                        .last_will_topic = "arn:aws:iot:us-east-1:123456789012:topic/w"}};
  EXPECT_TRUE(policy.authorize(Action::kConnect, "c").is_allowed());
  EXPECT_FALSE(policy.authorize(Action::kPublish, "w").is_allowed());
}

TEST(Action, HasItsNameInPolicies) {
  EXPECT_EQ(name_of(Action::kConnect), "iot:Connect");
  EXPECT_EQ(name_of(Action::kPublish), "iot:Publish");
  EXPECT_EQ(name_of(Action::kRetainPublish), "iot:RetainPublish");
  EXPECT_EQ(name_of(Action::kSubscribe), "iot:Subscribe");
  EXPECT_EQ(name_of(Action::kReceive), "iot:Receive");
}

}  // namespace
}  // namespace shadowsim::policy
