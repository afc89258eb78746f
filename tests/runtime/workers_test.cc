#include "sim/runtime/workers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/time/system_clock.h"
#include "tests/runtime/scripted_worker.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

// Three workers, each with a script of its own, chosen by $2, which is the shard.
Result<WorkersOutcome> outcome_of(const std::string& script,
                                  const std::optional<WallTime>& start_at = std::nullopt) {
  const ScriptedWorker scripted{
      "finish() { printf '{\"done\":{\"summary\":\"%s\",\"histograms\":\"\",\"intervals\":\"\","
      "\"slowest\":\"\","
      "\"interrupted\":false}}\\n' \"$1\" >&$fd; }\n"
      "ready() { echo '{\"ready\":{}}' >&$fd; }\n"
      "hear() { read -r line <&$fd; line=${line//\\\"/}; }\n" +
      script};
  return run_workers({.whole = {},
                      .count = 3,
                      .start_at = start_at,
                      .program = ScriptedWorker::program(),
                      .arguments =
                          [&](schedule::Shard shard) {
                            return std::vector<std::string>{scripted.file(), to_text(shard)};
                          },
                      .broker = nullptr,
                      .progress = {}});
}

TEST(Workers, TellsWhoFailedAndWhy) {
  const auto outcome = outcome_of(R"(
case $2 in
0/3) echo '{"failed":{"kind":1,"message":"nobody there"}}' >&$fd; exit 3;;
1/3) ready; hear; kill -9 $$;;
2/3) ready; hear; finish whole;;
esac)");
  ASSERT_TRUE(outcome) << outcome.error().message;
  ASSERT_EQ(outcome->workers.size(), 3U);
  EXPECT_FALSE(outcome->workers[0].done);
  EXPECT_EQ(outcome->workers[0].failure, unreachable_error("nobody there"));
  EXPECT_FALSE(outcome->workers[1].done);
  EXPECT_THAT(outcome->workers[1].failure.message, HasSubstr("signal 9"));
  ASSERT_TRUE(outcome->workers[2].done);
  EXPECT_EQ(outcome->workers[2].done->summary, "whole");
  EXPECT_EQ(outcome->workers[2].shard, (schedule::Shard{2, 3}));
  EXPECT_FALSE(outcome->interrupted);
}

TEST(Workers, AllBeginAtOneMomentOnceTheLastIsReady) {
  const SystemClock clock;
  const TimePoint before = clock.now();
  const auto outcome = outcome_of(R"(
[[ $2 == 1/3 ]] && { read -t 0.5 -r line <&$fd && exit 9; }  # would be an order before all are ready
ready; hear; finish "$line")");
  ASSERT_TRUE(outcome);
  for (const auto& worker : outcome->workers) {
    ASSERT_TRUE(worker.done) << worker.failure.message;
    EXPECT_EQ(worker.done->summary, outcome->workers[0].done->summary);
  }
  long long at = 0;
  ASSERT_EQ(std::sscanf(outcome->workers[0].done->summary.c_str(), "{begin:{at:%lld}}", &at), 1)
      << outcome->workers[0].done->summary;
  EXPECT_GE(TimePoint{std::chrono::nanoseconds{at}} - before, 500ms);
}

TEST(Workers, AGivenStartIsToldAtOnce) {
  const SystemClock clock;
  const TimePoint expected = clock.now() + 1h;
  const auto outcome = outcome_of(R"(hear; finish "$line")", clock.wall_now() + 1h);
  ASSERT_TRUE(outcome);
  ASSERT_TRUE(outcome->workers[2].done);
  long long at = 0;
  ASSERT_EQ(std::sscanf(outcome->workers[2].done->summary.c_str(), "{begin:{at:%lld}}", &at), 1);
  const Duration off = TimePoint{std::chrono::nanoseconds{at}} - expected;
  EXPECT_LT(std::chrono::abs(off), 30s) << "the same wall time";
}

}  // namespace
}  // namespace shadowsim::runtime
