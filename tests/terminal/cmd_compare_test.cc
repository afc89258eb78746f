#include "sim/terminal/cmd_compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/results/result_directory.h"
#include "tests/endpoint/temporary_directory.h"
#include "tests/process/process.h"
#include "tests/report/compared_runs.h"

namespace shadowsim::terminal {
namespace {

using namespace std::chrono_literals;
using process::Ended;
using testing::HasSubstr;
using testing::StartsWith;

class CompareCommandTest : public testing::Test {
 protected:
  std::string stored(const std::string& name, const measure::RunResult& result) {
    const auto directory = results::ResultDirectory::prepare(directory_.file(name));
    EXPECT_TRUE(directory && results::write_result(*directory, result));
    return directory->path().string();
  }

  static Ended compare(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "compare");
    return process::run(SHADOWSIM_PROGRAM, arguments);
  }

  endpoint::TemporaryDirectory directory_;
};

TEST_F(CompareCommandTest, NamesAResultThatIsNotThere) {
  const Ended ended = compare({directory_.file("no"), directory_.file("none")});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("no/summary.json"));
}

TEST_F(CompareCommandTest, RefusesATolerancesThatIsNone) {
  const std::string run = stored("a", report::steady_run(12, 10ms, 0.05, 1));
  for (const char* text : {"-0.1", "ten", "", "%", "nan", "1e99"}) {
    const Ended ended = compare({run, run, std::string{"--tolerance="} + text});
    EXPECT_EQ(ended.exit_code, 2) << text;
    EXPECT_THAT(ended.err, HasSubstr("--tolerance"));
  }
}

TEST_F(CompareCommandTest, RefusesAnotherScenario) {
  measure::RunResult other = report::steady_run(12, 10ms, 0.05, 1);
  other.scenario.name = "other";
  const Ended ended =
      compare({stored("a", report::steady_run(12, 10ms, 0.05, 1)), stored("b", other)});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("steady and other"));
}

TEST_F(CompareCommandTest, TellsARegressionByItsExitCode) {
  const std::string a = stored("a", report::steady_run(20, 10ms, 0.05, 1));
  const std::string b = stored("b", report::steady_run(20, 13ms, 0.05, 2));
  const Ended worse = compare({a, b});
  EXPECT_EQ(worse.exit_code, 1) << worse.err;
  EXPECT_THAT(worse.out, StartsWith("WORSE steady: a regression beyond 10 %\n"));
  EXPECT_EQ(compare({b, a}).exit_code, 0);
  EXPECT_EQ(compare({a, b, "--tolerance", "60%"}).exit_code, 0);
  const Ended quiet = compare({a, b, "--tolerance", "0.05", "--quiet"});
  EXPECT_EQ(quiet.exit_code, 1);
  EXPECT_EQ(quiet.out + quiet.err, "");
}

}  // namespace
}  // namespace shadowsim::terminal
