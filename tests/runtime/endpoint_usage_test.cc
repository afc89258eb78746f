#include "sim/runtime/endpoint_usage.h"

#include <limits>
#include <unistd.h>

#include <gtest/gtest.h>

#include "sim/runtime/process_usage.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

constexpr pid_t kNobody = std::numeric_limits<pid_t>::max();

TEST(EndpointUsage, IsOfWhicheverIsBusiest) {
  EndpointUsage broker{kNobody, std::nullopt};
  EndpointUsage both{kNobody, gettid()};
  EXPECT_FALSE(both.busiest());
  for (EndpointUsage* usage : {&broker, &both})
    usage->sample(TimePoint{1s});
  const Duration before = thread_cpu();
  while (thread_cpu() - before < 100ms) {
  }
  for (EndpointUsage* usage : {&broker, &both})
    usage->sample(TimePoint{2s});
  EXPECT_EQ(broker.busiest(), 0.0);
  EXPECT_NEAR(both.busiest().value(), 0.1, 0.05);
}

}  // namespace
}  // namespace shadowsim::runtime
