#include "sim/policy/known_actions.h"

#include <utility>

#include <gtest/gtest.h>

namespace shadowsim::policy {
namespace {

TEST(DoubtAboutAction, NamesTheNearestActionOfAwsIot) {
  using Case = std::pair<const char*, const char*>;
  for (const auto& [text, nearest] :
       {Case{"iot:Sbscribe", "iot:Subscribe"}, Case{"iott:Connect", "iot:Connect"},
        Case{"iot:RetainedPublish", "iot:RetainPublish"}})
    EXPECT_EQ(doubt_about_action(text), std::string{"'"} + text +
                                            "' is no action of an AWS IoT policy, and matches "
                                            "nothing, did you mean '" +
                                            nearest + "'?");
}

TEST(DoubtAboutAction, SaysThatAnActionIsUnknown) {
  EXPECT_EQ(doubt_about_action("iot:CreateThing"),
            "'iot:CreateThing' is no action of an AWS IoT policy, and matches nothing");
  EXPECT_EQ(doubt_about_action("iot:Foo*"),
            "'iot:Foo*' is no action of an AWS IoT policy, and matches nothing")
      << "a wildcard that no action fits";
}

TEST(DoubtAboutAction, SaysThatItIsOfAnotherService) {
  for (const char* const text : {"s3:GetObject", "s3:*", "S3:PutObject"})
    EXPECT_EQ(doubt_about_action(text), std::string{"'"} + text +
                                            "' is an action of another service, and matches "
                                            "nothing in AWS IoT");
}

TEST(DoubtAboutAction, IsNoneWhereAKnownActionFits) {
  for (const char* const text :
       {"*", "iot:*", "iot:Pub*", "iot:?ublish", "*:Publish", "iot*:UpdateJobExecution",
        "IOT:publish", "iot:DeleteConnection", "iot:AssumeRoleWithCertificate",
        "iotjobsdata:UpdateJobExecution", "greengrass:*", "greengrass:Discover"})
    EXPECT_EQ(doubt_about_action(text), "") << text;
}

}  // namespace
}  // namespace shadowsim::policy
