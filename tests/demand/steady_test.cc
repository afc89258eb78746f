#include "sim/demand/steady.h"

#include <variant>

#include <gtest/gtest.h>

#include "tests/demand/reading.h"

namespace shadowsim::demand {
namespace {

using namespace std::chrono_literals;

const scenario::Churn& churn_of(const Steady& steady, std::size_t step = 0) {
  return std::get<scenario::Churn>(steady.scenario.timeline.at(step));
}

TEST(Steady, LeavesAShortTimelineAsItIs) {
  const Steady steady = steady_of(read(R"(
fleet: {lights: 2}
timeline:
  - churn: {for: 24h, desired: {rate: 10/s, values: {on: toggle}}}
)"));
  EXPECT_FALSE(steady.is_cut) << "864,000 changes";
  EXPECT_EQ(churn_of(steady).length, 24h);
  EXPECT_EQ(steady.weights, std::vector<double>{1});
}

TEST(Steady, CutsWhatGoesOnAsItBegan) {
  const Steady steady = steady_of(read(R"(
fleet: {lights: 2}
timeline:
  - churn: {for: 5m, desired: {rate: 10/s, values: {on: toggle}}}
  - churn: {for: 24h, desired: {rate: 1000/s, values: {on: toggle}}}
)"));
  EXPECT_TRUE(steady.is_cut);
  EXPECT_EQ(churn_of(steady, 0).length, 5min) << "short enough";
  EXPECT_EQ(churn_of(steady, 1).length, 10min);
  EXPECT_EQ(steady.weights, (std::vector<double>{1, 144}));
}

TEST(Steady, HoldsEachStepOfARampForTenMinutes) {
  const Steady steady = steady_of(read(R"(
fleet: {lights: 2}
timeline:
  - churn: {for: 10h, desired: {rate: {from: 100/s, to: 500/s, steps: 3}, values: {on: toggle}}}
)"));
  EXPECT_EQ(churn_of(steady).length, 30min);
  EXPECT_EQ(churn_of(steady).streams[0].rate.to, Rate{500});
  EXPECT_EQ(steady.weights, std::vector<double>{20});
}

TEST(Steady, TakesASearchedRateForItsUpperBound) {
  const Steady steady = steady_of(read(R"(
fleet: {lights: 2}
timeline:
  - churn: {for: 5s, desired: {rate: find, values: {on: toggle}}}
search: {from: 10/s, to: 300/s}
thresholds: [changes.unsent == 0]
)"));
  EXPECT_EQ(churn_of(steady).streams[0].rate.from, Rate{300});
  EXPECT_EQ(churn_of(steady).streams[0].rate.to, Rate{300});
}

}  // namespace
}  // namespace shadowsim::demand
