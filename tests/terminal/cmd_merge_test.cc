#include "sim/terminal/cmd_merge.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/endpoint/broker_process.h"
#include "sim/results/result_directory.h"
#include "sim/results/result_files.h"
#include "sim/results/utc_text.h"
#include "sim/time/system_clock.h"
#include "tests/endpoint/temporary_directory.h"
#include "tests/process/process.h"
#include "tests/results/sample_result.h"

namespace shadowsim::terminal {
namespace {

using process::Ended;
using process::Process;
using testing::AllOf;
using testing::HasSubstr;

class MergeCommandTest : public testing::Test {
 protected:
  // Stores a result as shard `index` of three; its directory.
  std::string stored(std::uint32_t index, std::uint64_t seed = 1) {
    measure::RunResult result = results::sample_result();
    result.scenario.seed = seed;
    result.endpoint.embedded = false;
    result.workers = 1;
    result.shard = {.index = index, .count = 3};
    const auto directory = results::ResultDirectory::prepare(
        directory_.file("part-" + std::to_string(index) + "-" + std::to_string(seed)));
    EXPECT_TRUE(directory && results::write_result(*directory, result));
    return directory->path().string();
  }

  Ended merge(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "merge");
    arguments.insert(arguments.end(), {"--out", out_});
    return process::run(SHADOWSIM_PROGRAM, arguments);
  }

  endpoint::TemporaryDirectory directory_;
  std::string out_ = directory_.file("merged");
};

TEST_F(MergeCommandTest, NamesWhatIsMissingAndRefuses) {
  const Ended ended = merge({stored(0), stored(2)});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("shard 1/3 (67 lights: 1, 4, 7 to 199)"),
                               HasSubstr("--allow-missing")));
  EXPECT_FALSE(std::filesystem::exists(out_));
}

TEST_F(MergeCommandTest, MergesTheRestWhereThatIsAllowed) {
  const Ended ended = merge({stored(0), stored(2), "--allow-missing"});
  EXPECT_EQ(ended.exit_code, 1) << "what is not complete does not pass";
  EXPECT_THAT(ended.err, HasSubstr("shard 1/3"));
  const auto result = results::read_result(out_);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_FALSE(result->complete);
  EXPECT_EQ(result->changes.scheduled, 2 * 3012U);
}

TEST_F(MergeCommandTest, RefusesWhatDoesNotBelongTogether) {
  const std::string one = stored(0);
  const std::string other = stored(1, 2);
  const Ended ended = merge({one, other, stored(2)});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, AllOf(HasSubstr(one), HasSubstr(other), HasSubstr("scenario.seed")));
}

TEST_F(MergeCommandTest, RefusesOneShardTwice) {
  const std::string one = stored(1);
  const Ended ended = merge({stored(0), one, stored(2), one});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("the same shard, 1/3"));
}

TEST_F(MergeCommandTest, NamesAResultThatIsNotThere) {
  const Ended ended = merge({directory_.file("nowhere")});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("nowhere/summary.json"));
}

TEST_F(MergeCommandTest, JudgesTheThresholdsAnew) {
  const Ended ended = merge({stored(0), stored(1), stored(2), "--json"});
  EXPECT_EQ(ended.exit_code, 1) << ended.err;
  const auto result = results::read_result(out_);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_TRUE(result->complete);
  EXPECT_EQ(result->workers, 3U);
  EXPECT_EQ(result->thresholds[1].observed, 21) << "7 of each";
  EXPECT_EQ(ended.out, results::to_texts(*result).summary);
}

// Three shards as three programs on one endpoint, which start together.
TEST_F(MergeCommandTest, ThreeProgramsMakeOneResult) {
  endpoint::BrokerOptions options;
  options.config.plugin = SHADOWSIM_PLUGIN;
  options.plugin_tells_readiness = true;
  const auto broker = endpoint::BrokerProcess::start(options);
  ASSERT_TRUE(broker) << broker.error().message;
  const std::string start = results::to_rfc3339(SystemClock{}.wall_now() + std::chrono::seconds{6});
  std::vector<std::unique_ptr<Process>> shards;
  for (const char* shard : {"0/3", "1/3", "2/3"})
    shards.push_back(std::make_unique<Process>(
        SHADOWSIM_PROGRAM,
        std::vector<std::string>{"run", std::string{SHADOWSIM_SCENARIOS} + "/colour-churn.yaml",
                                 "--lights", "10", "--duration", "3s", "--set",
                                 "thresholds=[final_check.in_sync == 10]", "--endpoint",
                                 "mqtt://127.0.0.1:" + std::to_string(broker->port()), "--start-at",
                                 start, "--shard", shard, "--out", directory_.file("{shard}")}));
  for (const auto& shard : shards) {
    const Ended ended = shard->wait();
    EXPECT_EQ(ended.exit_code, 1) << "a part has not all lights: " << ended.err;
  }
  const Ended ended = merge({directory_.file("0"), directory_.file("1"), directory_.file("2")});
  EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("PASS"), HasSubstr("10 of 10 lights in sync"),
                               HasSubstr("3 workers")));
  const auto result = results::read_result(out_);
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->complete && result->changes.balances());
  EXPECT_EQ(result->connections.established, 14U) << "10 lights, 4 apps";
  EXPECT_EQ(result->connections.lost, 0U) << "no shard throws another's sessions out";
}

}  // namespace
}  // namespace shadowsim::terminal
