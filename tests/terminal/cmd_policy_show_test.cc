#include "sim/terminal/cmd_policy_show.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/process/process.h"

namespace shadowsim::terminal {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string kScenario = std::string{SHADOWSIM_SCENARIOS} + "/colour-churn.yaml";

process::Ended policy(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "policy");
  return process::run(SHADOWSIM_PROGRAM, arguments);
}

TEST(PolicyCommand, NeedsToBeToldWhich) {
  const auto ended = policy({});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, StartsWith("shadowsim: a command is missing\nCommands: show, test\n"));
}

TEST(PolicyShowCommand, SaysWhereAScenarioIsWrong) {
  const auto ended = policy({"show", "no-such-file.yaml"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, StartsWith("no-such-file.yaml: "));
}

TEST(PolicyShowCommand, SaysThatAScenarioWithoutAFleetNeedsNone) {
  const std::string file = std::string{SHADOWSIM_SCENARIOS} + "/find-limits.yaml";
  const auto ended = policy({"show", file});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(ended.err,
            file + ": a scenario with find_limits has no fleet; it is for run and check\n");
}

TEST(PolicyShowCommand, NamesTheThingOfASingleLight) {
  const auto ended = policy({"show", kScenario, "--lights", "1"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.out, HasSubstr("\"arn:aws:iot:us-east-1:123456789012:topic/$aws/things/"
                                   "light-0000/shadow/update\""));
  EXPECT_THAT(ended.out, HasSubstr(":client/test-*\""));
  EXPECT_EQ(ended.err,
            "shadowsim: warning: iot:Connect is allowed on wildcards, like test-*: on every name "
            "that fits, not only on the fleet's\n");
}

TEST(PolicyShowCommand, WritesArnsOfTheAccountItIsGiven) {
  const auto ended = policy({"show", kScenario, "--region", "cn-north-1", "--account",
                             "210987654321", "--partition", "aws-cn"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.out, HasSubstr("\"arn:aws-cn:iot:cn-north-1:210987654321:topic/"));
  EXPECT_THAT(ended.out, Not(HasSubstr("us-east-1")));
  EXPECT_THAT(ended.err, HasSubstr("iot:Publish is allowed on wildcards"));
}

TEST(PolicyShowCommand, RefusesWhatIsNoPartOfAnArn) {
  for (const char* account : {"", "42", "x:y", "12345678901*", "1234567890123"}) {
    const auto ended = policy({"show", kScenario, "--account", account});
    EXPECT_EQ(ended.exit_code, 2) << account;
    EXPECT_EQ(ended.out, "") << account;
    EXPECT_THAT(ended.err, HasSubstr("is no account, which is a number of 12 digits")) << account;
  }
  for (const char* region : {"", "eu-*", "eu:1", "EU-WEST-1"}) {
    const auto ended = policy({"show", kScenario, "--region", region});
    EXPECT_EQ(ended.exit_code, 2) << region;
    EXPECT_EQ(ended.out, "") << region;
    EXPECT_THAT(ended.err, HasSubstr("is no Region, which has a-z 0-9 -")) << region;
  }
}

}  // namespace
}  // namespace shadowsim::terminal
