#include "sim/terminal/worker_run.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/results/result_files.h"
#include "tests/endpoint/temporary_directory.h"
#include "tests/process/process.h"

namespace shadowsim::terminal {
namespace {

using process::Ended;
using process::Process;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class WorkerRunTest : public testing::Test {
 protected:
  std::vector<std::string> arguments(const std::string& duration,
                                     std::vector<std::string> more) const {
    std::vector<std::string> all{
        "run",        std::string{SHADOWSIM_SCENARIOS} + "/colour-churn.yaml",
        "--lights",   "21",
        "--duration", duration,
        "--set",      "thresholds=[final_check.in_sync == 21]",
        "--out",      out_};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  // The workers among the program's children: not the broker.
  static std::vector<pid_t> workers_of(const Process& process) {
    std::vector<pid_t> workers;
    for (const pid_t child : process.children()) {
      std::ifstream file{"/proc/" + std::to_string(child) + "/cmdline"};
      const std::string line{std::istreambuf_iterator<char>{file}, {}};
      if (line.find("--parent=") != std::string::npos) workers.push_back(child);
    }
    std::ranges::sort(workers);
    return workers;
  }

  measure::RunResult result() const {
    auto read = results::read_result(out_);
    EXPECT_TRUE(read) << read.error().message;
    return read ? *std::move(read) : measure::RunResult{};
  }

  endpoint::TemporaryDirectory directory_;
  std::string out_ = directory_.file("results");
};

TEST_F(WorkerRunTest, IsOneRunInOneLineAndOneResult) {
  Process process{SHADOWSIM_PROGRAM, arguments("3s", {"--workers", "3"})};
  const Ended ended = process.wait();
  EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("PASS"), HasSubstr("3 workers"), HasSubstr("(embedded)"),
                               HasSubstr("21 of 21 lights in sync"), Not(HasSubstr("shard 0/"))));
  EXPECT_THAT(ended.err, AllOf(HasSubstr("25/25 connected"), Not(HasSubstr("lost"))));
  const auto whole = result();
  EXPECT_TRUE(whole.complete && whole.changes.balances());
  EXPECT_EQ(whole.workers, 3U);
  EXPECT_EQ(whole.shard, measure::RunResult::Shard{});
  EXPECT_EQ(whole.connections.established, 25U) << "21 lights, 4 apps";
  EXPECT_EQ(whole.connections.lost, 0U);
  EXPECT_GT(whole.changes.scheduled, 100U);
  EXPECT_GT(whole.instrument.floor_round_trip.count(), 0U);
  EXPECT_GE(whole.intervals.size(), 3U);
  EXPECT_TRUE(process.children().empty());
}

TEST_F(WorkerRunTest, TheWorkersOfAShardMakeThatShard) {
  Process process{SHADOWSIM_PROGRAM, arguments("2s", {"--workers", "2", "--shard", "1/2"})};
  const Ended ended = process.wait();
  EXPECT_EQ(ended.exit_code, 1) << "10 lights are not 21: " << ended.err;
  const auto part = result();
  EXPECT_TRUE(part.complete) << ended.err;
  EXPECT_EQ(part.shard, (measure::RunResult::Shard{.index = 1, .count = 2}));
  EXPECT_EQ(part.workers, 2U);
  EXPECT_EQ(part.final_check, (measure::FinalCheck{.lights = 10, .in_sync = 10}));
}

TEST_F(WorkerRunTest, AWorkerThatDiesIsNamedWithItsLightsAndTheRestIsKept) {
  Process process{SHADOWSIM_PROGRAM, arguments("6s", {"--workers", "3"})};
  ASSERT_TRUE(process.says("running"));
  const auto workers = workers_of(process);
  ASSERT_EQ(workers.size(), 3U);
  kill(workers[1], SIGKILL);
  const Ended ended = process.wait();
  EXPECT_EQ(ended.exit_code, 1) << ended.err;
  EXPECT_THAT(ended.err, AllOf(HasSubstr("worker 1 is lost, with 7 lights: 1, 4, 7 to 19"),
                               HasSubstr("signal 9")));
  EXPECT_THAT(ended.out, AllOf(HasSubstr("FAIL"), HasSubstr("not complete")));
  const auto rest = result();
  EXPECT_FALSE(rest.complete);
  EXPECT_TRUE(rest.changes.balances());
  EXPECT_EQ(rest.final_check, (measure::FinalCheck{.lights = 14, .in_sync = 14}));
}

TEST_F(WorkerRunTest, CtrlCReachesAllAndWritesWhatTheyMeasured) {
  Process process{SHADOWSIM_PROGRAM, arguments("60s", {"--workers", "3"})};
  ASSERT_TRUE(process.says("running"));
  process.send_signal(SIGINT);
  const Ended ended = process.wait();
  EXPECT_EQ(ended.exit_code, 130) << ended.err;
  EXPECT_THAT(ended.err, Not(HasSubstr("lost")));
  const auto partial = result();
  EXPECT_FALSE(partial.complete);
  EXPECT_TRUE(partial.changes.balances());
  EXPECT_GT(partial.changes.scheduled, 0U);
}

TEST_F(WorkerRunTest, TheWorkersDieWithTheProgramHoweverThatDies) {
  Process process{SHADOWSIM_PROGRAM, arguments("60s", {"--workers", "2"})};
  ASSERT_TRUE(process.says("running"));
  const auto children = process.children();
  ASSERT_GE(children.size(), 3U) << "two workers and the broker";
  process.send_signal(SIGKILL);
  process.wait();
  for (const pid_t child : children)
    EXPECT_TRUE(process::disappears(child));
}

TEST_F(WorkerRunTest, WhereNobodyGetsInTheReasonIsTold) {
  Process process{SHADOWSIM_PROGRAM,
                  arguments("2s", {"--workers", "2", "--set", "fleet.keep_alive=10s", "--endpoint",
                                   "mqtt://127.0.0.1:1"})};
  const Ended ended = process.wait();
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_THAT(ended.err, HasSubstr("TCP"));
}

TEST_F(WorkerRunTest, AScenarioThatCanBeReadOnlyOnceIsRefused) {
  auto all = arguments("2s", {"--workers", "2"});
  all[1] = "/dev/stdin";
  Process process{SHADOWSIM_PROGRAM, all, {.reads_from_test = true}};
  process.type(
      "shadowsim: 1\nfleet: {lights: 21}\ntimeline:\n"
      "  - churn: {for: 1s, desired: {rate: 1/s, values: {color: {one_of: [a, b]}}}}\n");
  process.end_input();
  const Ended ended = process.wait();
  EXPECT_EQ(ended.exit_code, 2) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("has to be a file"));
}

}  // namespace
}  // namespace shadowsim::terminal
