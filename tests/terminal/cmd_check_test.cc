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
