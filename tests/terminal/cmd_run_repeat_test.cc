// `shadowsim run` as a user meets it when it plays more than once, and what its result says of what was
// played.

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/endpoint/temporary_directory.h"
#include "tests/process/process.h"

namespace shadowsim::terminal {
namespace {

using process::Ended;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class RepeatCommandTest : public testing::Test {
 protected:
  std::vector<std::string> arguments(const std::string& scenario, const std::string& out,
                                     std::vector<std::string> more) const {
    std::vector<std::string> all{"run", scenario, "--out", directory_.file(out)};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  Ended run(const std::string& scenario, const std::string& out,
            std::vector<std::string> more = {}) const {
    return process::run(SHADOWSIM_PROGRAM, arguments(scenario, out, std::move(more)));
  }

  bool has(const std::string& name) const { return std::filesystem::exists(directory_.file(name)); }

  std::string file(const std::string& name) const {
    std::ifstream stream{directory_.file(name)};
    return {std::istreambuf_iterator<char>{stream}, {}};
  }

  endpoint::TemporaryDirectory directory_;
  const std::string scripted_ = SHADOWSIM_SCENARIOS "/two-lights-scripted.yaml";
  const std::string churn_ = SHADOWSIM_SCENARIOS "/colour-churn.yaml";
  const std::string slow_ = "timeline[0].churn.desired.rate=5/s";  // few changes are superseded
};

TEST_F(RepeatCommandTest, IsRefusedForAShard) {
  const Ended ended = run(scripted_, "out", {"--repeat", "2", "--shard", "0/2"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("--repeat"), HasSubstr("--shard")));
}

TEST_F(RepeatCommandTest, CtrlCEndsItWithWhatWasMeasured) {
  process::Process repeated{
      SHADOWSIM_PROGRAM,
      arguments(churn_, "out", {"--repeat", "3", "--lights", "5", "--duration", "3s"})};
  ASSERT_TRUE(repeated.says("running, "));
  repeated.send_signal(SIGINT);
  const Ended ended = repeated.wait();
  EXPECT_EQ(ended.exit_code, 130) << ended.err;
  EXPECT_THAT(file("out/repeat.json"),
              AllOf(HasSubstr(R"("directory": "run-1")"), HasSubstr(R"("complete": false)"),
                    Not(HasSubstr("run-2"))));
  EXPECT_THAT(file("out/run-1/summary.json"), HasSubstr(R"("complete": false)"));
  EXPECT_THAT(ended.out, HasSubstr("0 of 3 runs complete"));
}

TEST_F(RepeatCommandTest, EachRunHasItsResultAndAllHaveATable) {
  const Ended ended = run(scripted_, "out", {"--repeat", "2"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.err, AllOf(HasSubstr("run 1 of 2: PASS"), HasSubstr("run 2 of 2: PASS")));
  EXPECT_THAT(ended.out, AllOf(HasSubstr("median"), HasSubstr("convergence p99"),
                               HasSubstr("PASS: 2 of 2 runs passed")));
  EXPECT_THAT(file("out/run-2/summary.json"), HasSubstr(R"("verdict": "pass")"));
  EXPECT_TRUE(has("out/run-2/report.html"));
}

TEST_F(RepeatCommandTest, JsonIsItsFileAndNothingElse) {
  const Ended ended = run(scripted_, "out", {"--repeat", "2", "--json"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_EQ(ended.out, file("out/repeat.json"));
}

TEST_F(RepeatCommandTest, AResultTellsWhatWasPlayedWhenAndWithWhat) {
  ASSERT_EQ(run(churn_, "first", {"--lights", "5", "--duration", "2s", "--set", slow_}).exit_code,
            0);
  EXPECT_THAT(file("first/summary.json"),
              AllOf(HasSubstr(R"("kind": "churn")"), HasSubstr(R"("about": "5/s")"),
                    HasSubstr(R"("end_s": 2.0)"), HasSubstr(R"("name": "shadowsim")"),
                    HasSubstr("Paho C++ "), HasSubstr(R"("name": "embedded mosquitto")"),
                    HasSubstr(R"("kernel": "Linux )")));
  const std::string played = file("first/scenario.yaml");
  EXPECT_THAT(played, StartsWith("# " + churn_ + " with --set " + slow_ + " --lights 5"));

  ASSERT_EQ(run(directory_.file("first/scenario.yaml"), "again").exit_code, 0);
  EXPECT_EQ(file("again/scenario.yaml"), played) << "a file without overrides is kept as it is";
  EXPECT_THAT(file("again/summary.json"), HasSubstr(R"("lights": 5)"));
  EXPECT_THAT(file("again/report.html"), HasSubstr("--lights 5"));
}

TEST_F(RepeatCommandTest, WorkersTellTheSame) {
  ASSERT_EQ(
      run(churn_, "out", {"--lights", "6", "--duration", "2s", "--set", slow_, "--workers", "2"})
          .exit_code,
      0);
  EXPECT_THAT(file("out/summary.json"),
              AllOf(HasSubstr(R"("kind": "churn")"), HasSubstr(R"("name": "embedded mosquitto")"),
                    HasSubstr(R"("name": "shadowsim")")));
  EXPECT_THAT(file("out/scenario.yaml"), HasSubstr("lights: 6"));
}

}  // namespace
}  // namespace shadowsim::terminal
