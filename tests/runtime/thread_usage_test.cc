#include "sim/runtime/thread_usage.h"

#include <limits>
#include <unistd.h>

#include <gtest/gtest.h>

#include "sim/runtime/process_usage.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

void use_cpu(Duration at_least) {
  const Duration before = process_usage().cpu;
  volatile std::uint64_t sum = 0;
  while (process_usage().cpu - before < at_least)
    for (std::uint64_t i = 0; i < 100'000; ++i)
      sum = sum + i;
}

TEST(ThreadUsage, SaysNothingWithoutTwoSamples) {
  ThreadUsage usage;
  EXPECT_FALSE(usage.busiest());
  usage.sample(TimePoint{1s});
  EXPECT_FALSE(usage.busiest());
  usage.sample(TimePoint{1s});
  EXPECT_FALSE(usage.busiest()) << "at the same time";
}

TEST(ThreadUsage, IsTheShareOfTheTimeBetweenFirstAndLastSample) {
  ThreadUsage usage;
  usage.sample(TimePoint{10s});
  use_cpu(200ms);
  usage.sample(TimePoint{11s});
  ASSERT_TRUE(usage.busiest());
  EXPECT_NEAR(*usage.busiest(), 0.2, 0.06);
  usage.sample(TimePoint{14s});
  EXPECT_NEAR(*usage.busiest(), 0.05, 0.02);
}

TEST(ThreadUsage, IsThatOfAnotherProcessWhereAskedTo) {
  ThreadUsage mine{getpid()};
  ThreadUsage none{std::numeric_limits<pid_t>::max()};
  for (ThreadUsage* usage : {&mine, &none})
    usage->sample(TimePoint{1s});
  use_cpu(100ms);
  for (ThreadUsage* usage : {&mine, &none})
    usage->sample(TimePoint{2s});
  EXPECT_NEAR(mine.busiest().value(), 0.1, 0.05);
  EXPECT_EQ(none.busiest(), 0.0);
}

}  // namespace
}  // namespace shadowsim::runtime
