#include "sim/policy/least_privilege.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/policy/documents.h"

namespace shadowsim::policy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(LeastPrivilege, HasAStatementForEachActionThatIsNeeded) {
  EXPECT_EQ(least_privilege({.publishes = {"b"}, .connects = {"a", "c"}}, {}),
            R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "iot:Publish",
      "Resource": "arn:aws:iot:us-east-1:123456789012:topic/b"
    },
    {
      "Effect": "Allow",
      "Action": "iot:Connect",
      "Resource": [
        "arn:aws:iot:us-east-1:123456789012:client/a",
        "arn:aws:iot:us-east-1:123456789012:client/c"
      ]
    }
  ]
}
)");
}

TEST(LeastPrivilege, LeavesOutWhatAnotherPatternCovers) {
  const Document made =
      document(least_privilege({.connects = {"test-app-*", "test-*", "test-1", "other"}}, {}));
  ASSERT_EQ(made.statements.size(), 1U);
  EXPECT_EQ(made.statements[0].resources.size(), 2U);
}

TEST(LeastPrivilege, QuotesWhatJsonMust) {
  const Document made = document(least_privilege({.connects = {"a\"b\\"}}, {}));
  EXPECT_TRUE(made.statements.at(0).resources.at(0).matches(
      U"arn:aws:iot:us-east-1:123456789012:client/a\"b\\", Facts{{}}));
}

TEST(WarningsAbout, NamesWildcardsAndSize) {
  EXPECT_THAT(warnings_about({.publishes = {"a/${*}"}, .connects = {"c"}}, {}), IsEmpty());
  EXPECT_THAT(warnings_about({.publishes = {"a", "b/?"}, .connects = {"test-*"}}, {}),
              ElementsAre("iot:Publish is allowed on wildcards, like b/?: on every name that fits, "
                          "not only on the fleet's",
                          "iot:Connect is allowed on wildcards, like test-*: on every name that "
                          "fits, not only on the fleet's"));
  EXPECT_THAT(warnings_about({.publishes = {std::string(2000, 'a')}}, {}),
              ElementsAre("the policy has 2135 characters without white space, AWS takes at most "
                          "2048: divide it among several, up to 10 for a certificate"));
}

}  // namespace
}  // namespace shadowsim::policy
