#include "sim/runtime/timeline_usage.h"

#include <unistd.h>

#include <gtest/gtest.h>

#include "sim/world/world.h"
#include "tests/world/small_scenario.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

TEST(TimelineUsage, IsUnknownWhereThereWasNoTimeline) {
  const auto scenario = world::small_scenario();
  world::World world{scenario, {}};
  TimelineUsage usage{world.time(), world.conductor(), {.broker = getpid()}};
  usage.start();
  measure::RunResult result;
  usage.tell(result);
  EXPECT_FALSE(result.instrument.busiest_thread);
  EXPECT_FALSE(result.resources.endpoint_busiest_thread);
}

TEST(TimelineUsage, IsSampledWhileTheTimelineIsPlayedAndNotAfterwards) {
  const auto scenario = world::small_scenario();
  world::World world{scenario, {}};
  TimelineUsage usage{world.time(), world.conductor(), {.broker = getpid()}};
  usage.start();
  EXPECT_TRUE(world.run().complete);
  world.time().run_for(10s);
  EXPECT_EQ(world.time().armed(), 0U);
  measure::RunResult result;
  usage.tell(result);
  ASSERT_TRUE(result.instrument.busiest_thread);
  EXPECT_GE(*result.instrument.busiest_thread, 0);
  EXPECT_TRUE(result.resources.endpoint_busiest_thread);
}

TEST(TimelineUsage, WatchesTheMemoryOfBothInTheTimelinesSecondHalf) {
  auto scenario = world::small_scenario();
  scenario.timeline.emplace_back(scenario::Pause{.length = 60s});
  world::World world{scenario, {}};
  TimelineUsage usage{world.time(), world.conductor(), {.broker = getpid()}};
  usage.start();
  EXPECT_TRUE(world.run().complete);
  measure::RunResult result;
  usage.tell(result);
  for (const auto& memory : {result.resources.memory, result.resources.endpoint_memory}) {
    ASSERT_TRUE(memory);
    EXPECT_LE(memory->over, scenario.length() / 2);
    EXPECT_GT(memory->over, scenario.length() / 2 - 2s);
    EXPECT_GT(memory->begin_kib, 1000);
  }
}

TEST(TimelineUsage, SaysNothingOfAnEndpointThatIsNotOurs) {
  const auto scenario = world::small_scenario();
  world::World world{scenario, {}};
  TimelineUsage usage{world.time(), world.conductor(), {}};
  usage.start();
  EXPECT_TRUE(world.run().complete);
  measure::RunResult result;
  usage.tell(result);
  EXPECT_TRUE(result.instrument.busiest_thread);
  EXPECT_FALSE(result.resources.endpoint_busiest_thread);
  EXPECT_FALSE(result.resources.endpoint_memory);
}

}  // namespace
}  // namespace shadowsim::runtime
