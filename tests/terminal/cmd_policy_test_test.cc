#include "sim/terminal/cmd_policy_test.h"

#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/endpoint/temporary_directory.h"
#include "tests/process/process.h"

namespace shadowsim::terminal {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

process::Ended policy_test(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"policy", "test"});
  return process::run(SHADOWSIM_PROGRAM, arguments);
}

TEST(PolicyTestCommand, RefusesAFileThatIsNone) {
  const auto ended = policy_test({"no-such-file.json"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(ended.err, "no-such-file.json: No such file or directory\n");
}

TEST(PolicyTestCommand, SaysWhereAFileIsWrong) {
  const endpoint::TemporaryDirectory directory;
  const std::string file = directory.file("cases.json");
  std::ofstream{file} << "[\n{\"name\": }]";
  const auto ended = policy_test({file});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, StartsWith(file + ":2:10: not JSON: "));
}

TEST(PolicyTestCommand, SaysWhatWasExpectedOfACaseThatFailsAndWhatCame) {
  const endpoint::TemporaryDirectory directory;
  const std::string file = directory.file("cases.json");
  std::ofstream{file} << R"([
    {"name": "one", "policies": [], "context": {}, "expect": "allow",
     "request": {"action": "iot:Publish", "resource": "*"}},
    {"name": "two", "policies": [], "context": {}, "expect": "deny",
     "request": {"action": "iot:Publish", "resource": "*"}}])";
  const auto ended = policy_test({file});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_EQ(ended.out,
            "failed  one\n"
            "  request   iot:Publish *\n"
            "  expected  allowed\n"
            "  came      denied: no statement allows it\n"
            "1 passed, 1 failed\n");
}

TEST(PolicyTestCommand, WarnsOfWordsThatMeanNothing) {
  const endpoint::TemporaryDirectory directory;
  const std::string file = directory.file("cases.json");
  std::ofstream{file} << R"([{"name": "one", "context": {}, "expect": "deny",
"policies": [{"Version": "2012-10-17", "Statement": {"Effect": "Allow",
  "Action": "iot:Sbscribe", "Resource": "*"}}],
"request": {"action": "iot:Subscribe", "resource": "*"}}])";
  const auto ended = policy_test({file});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.out, "1 passed, 0 failed\n");
  EXPECT_EQ(ended.err, "shadowsim: warning: " + file +
                           ":3:13: 'iot:Sbscribe' is no action of an AWS IoT policy, and matches "
                           "nothing, did you mean 'iot:Subscribe'?\n");
}

TEST(PolicyTestCommand, PassesThePublicCases) {
  const auto ended = policy_test({SHADOWSIM_POLICY_CASES});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.out, "103 passed, 0 failed\n");
  const auto verbose = policy_test({SHADOWSIM_POLICY_CASES, "--verbose"});
  EXPECT_THAT(verbose.out, HasSubstr("passed  seed-connect-prefix\n"));
  EXPECT_THAT(verbose.out, EndsWith("\n103 passed, 0 failed\n"));
}

}  // namespace
}  // namespace shadowsim::terminal
