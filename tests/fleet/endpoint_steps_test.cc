#include "sim/fleet/endpoint_steps.h"

#include <gtest/gtest.h>

#include "sim/time/virtual_time.h"
#include "tests/world/small_scenario.h"

namespace shadowsim::fleet {
namespace {

using namespace std::chrono_literals;

scenario::Scenario with_two_steps() {
  return world::read(R"(
shadowsim: 1
fleet: {lights: 2}
timeline:
  - pause: 3s
  - disconnect: {at: 5s, sessions: {share: 0.5}, reason: server-busy}
  - disconnect: {at: 1s}
)");
}

TEST(EndpointSteps, TellsOfEachAtItsMomentWhereverItStands) {
  const auto scenario = with_two_steps();
  VirtualTime time;
  const TimePoint begin = time.now() + 10s;
  std::vector<std::pair<Duration, scenario::EndpointStep>> told;
  EndpointSteps steps{scenario, time, [&](const scenario::EndpointStep& step) {
                        told.emplace_back(time.now() - begin, step);
                      }};
  time.run_for(10s);
  EXPECT_TRUE(told.empty());
  steps.begin(begin);
  time.run_for(10s);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].first, 1s);
  EXPECT_EQ(told[0].second, scenario::EndpointStep{scenario::Disconnect{.at = 1s}});
  EXPECT_EQ(told[1].first, 5s);
  EXPECT_EQ(told[1].second,
            (scenario::EndpointStep{scenario::Disconnect{
                .at = 5s, .share = 0.5, .reason = scenario::Farewell::kServerBusy}}));
  EXPECT_EQ(time.armed(), 0U);
}

TEST(EndpointSteps, TellsOfNoneOnceItIsCancelled) {
  const auto scenario = with_two_steps();
  VirtualTime time;
  int told = 0;
  EndpointSteps steps{scenario, time, [&](const scenario::EndpointStep&) { ++told; }};
  steps.begin(time.now());
  time.run_for(2s);
  steps.cancel();
  time.run_for(10s);
  EXPECT_EQ(told, 1);
  EXPECT_EQ(time.armed(), 0U);
}

}  // namespace
}  // namespace shadowsim::fleet
