#include "sim/terminal/cmd_check.h"

#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/endpoint/temporary_directory.h"
#include "tests/process/process.h"

namespace shadowsim::terminal {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const std::string kScenarios = SHADOWSIM_SCENARIOS;

process::Ended check(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "check");
  return process::run(SHADOWSIM_PROGRAM, arguments);
}

TEST(CheckCommand, PrintsTheSamePlanForTheSameSeedByteForByte) {
  const auto first = check({kScenarios + "/ramp.yaml", "--plan", "--duration", "5s"});
  const auto second = check({kScenarios + "/ramp.yaml", "--plan", "--duration", "5s"});
  EXPECT_EQ(first.exit_code, 0);
  EXPECT_EQ(first.out, second.out);
  const auto other =
      check({kScenarios + "/ramp.yaml", "--plan", "--duration", "5s", "--seed", "99"});
  EXPECT_NE(first.out, other.out);
}

TEST(CheckCommand, SaysWhereAScenarioIsWrongOnStderrWithExitCode2) {
  const endpoint::TemporaryDirectory directory;
  const std::string file = directory.file("wrong.yaml");
  std::ofstream{file}
      << "shadowsim: 1\nname: wrong\nfleet:\n  lihgts: 3\ntimeline:\n  - pause: 1s\n";
  const auto ended = check({file});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(ended.err, StartsWith(file + ":4:3: "));
  EXPECT_THAT(ended.err, HasSubstr("lights"));
}

TEST(CheckCommand, PutsThePlanBesideTheQuotasAndCountsWhatItCosts) {
  const auto ended = check({kScenarios + "/colour-churn.yaml"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.out, HasSubstr("  subscribes                  500/s    3,000/s   17 %"));
  EXPECT_THAT(ended.out, HasSubstr("shadow operations"));
  EXPECT_EQ(ended.err, "");
  std::istringstream lines{ended.out};
  for (std::string line; std::getline(lines, line);)
    EXPECT_LE(line.size(), 80U) << line;
}

TEST(CheckCommand, WarnsOfWhatOneConnectionCannotHave) {
  const auto ended = check({kScenarios + "/colour-churn.yaml", "--set", "apps.sessions=1", "--set",
                            "timeline[0].churn.desired.rate=200/s"});
  EXPECT_EQ(ended.exit_code, 0) << "it is not played here";
  EXPECT_THAT(ended.out, HasSubstr("! sent by a connection"));
  EXPECT_THAT(ended.err, HasSubstr("shadowsim: warning: sent by a connection: "));
}

TEST(CheckCommand, TakesQuotasFromAFileAndSaysWhereThatIsWrong) {
  const endpoint::TemporaryDirectory directory;
  const std::string file = directory.file("account.yaml");
  std::ofstream{file} << "scale: 0.1\n";
  EXPECT_THAT(check({kScenarios + "/colour-churn.yaml", "--quotas", file}).out,
              HasSubstr("! subscribes                  500/s      300/s  167 %"));
  std::ofstream{file} << "scale: 2\n";
  const auto wrong = check({kScenarios + "/colour-churn.yaml", "--quotas", file});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.err, StartsWith(file + ":1:"));
}

TEST(CheckCommand, HoldsAPlanAgainstTheScenariosOwnQuotas) {
  const endpoint::TemporaryDirectory directory;
  const std::string scenario = directory.file("own.yaml");
  std::ofstream{scenario} << "shadowsim: 1\nfleet: {lights: 500, connect_rate: 40/s}\n"
                             "timeline: [{pause: 1s}]\nendpoint: {quotas: {file: own-account.yaml, "
                             "scale: 0.1, set: {connect_requests_per_second_per_account: 50}}}\n";
  std::ofstream{directory.file("own-account.yaml")}
      << "subscribe: {subscriptions_per_second_per_account: 4000}\n";
  const auto own = check({scenario});
  EXPECT_EQ(own.exit_code, 0) << own.err;
  EXPECT_THAT(own.out, HasSubstr("quotas       the scenario's endpoint.quotas, of which 80 %"));
  EXPECT_THAT(own.out, HasSubstr("  connects                     40/s       50/s   80 %"));
  EXPECT_THAT(own.out, HasSubstr("  subscribes                  200/s      400/s   50 %"));

  const std::string file = directory.file("account.yaml");
  std::ofstream{file} << "scale: 0.01\n";
  const auto named = check({scenario, "--quotas", file});
  EXPECT_THAT(named.out, HasSubstr("quotas       the quotas in " + file));
  EXPECT_THAT(named.out, HasSubstr("! connects                     40/s       30/s  133 %"));
  EXPECT_THAT(check({kScenarios + "/colour-churn.yaml"}).out, HasSubstr("quotas       AWS's"));
}

TEST(CheckCommand, WarnsByTheQuotasThatItHasJudgedBy) {
  const auto ended = check(
      {kScenarios + "/colour-churn.yaml", "--set", "endpoint.quotas={scale: {connection: 0.01}}"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("above the scenario's endpoint.quotas "
                                   "(publish_requests_per_second_per_connection: 1/s)"));
}

TEST(CheckCommand, ExplainsInWords) {
  const auto ended = check({kScenarios + "/colour-churn.yaml", "--explain"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.out, HasSubstr("Apps ask for on average 100 changes a second"));
}

TEST(CheckCommand, SaysThatAFileIsNotThere) {
  const auto ended = check({"no-such-file.yaml"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("no-such-file.yaml"));
}

TEST(CheckCommand, KnowsTheMetricsThatThresholdsMayName) {
  const auto ended =
      check({kScenarios + "/ramp.yaml", "--set", "thresholds=[latency_us.convergance.p99 < 1s]"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("latency_us.convergence.p99"));
}

}  // namespace
}  // namespace shadowsim::terminal
