#include "sim/scenario/delay_reading.h"

#include <gtest/gtest.h>

#include "tests/scenario/reading.h"

namespace shadowsim::scenario {
namespace {

using namespace std::chrono_literals;

DelayDistribution read(const std::string& delay) {
  const auto scenario =
      good("shadowsim: 1\nfleet: {lights: 1}\ntimeline: [{link_fault: {for: 1s, delay: " + delay +
           "}}]");
  return std::get<LinkFault>(scenario.timeline.at(0)).delay;
}

TEST(ReadDelay, TakesADurationOrADistribution) {
  EXPECT_EQ(read("50ms"), DelayDistribution::constant(50ms));
  EXPECT_EQ(read("{uniform: [5ms, 20ms]}"), DelayDistribution::uniform(5ms, 20ms));
  EXPECT_EQ(read("{normal: [50ms, 10ms]}"), DelayDistribution::normal(50ms, 10ms));
  EXPECT_EQ(read("{exponential: 30ms}"), DelayDistribution::exponential(30ms));
}

TEST(ReadDelay, WithoutANodeIsNone) {
  Problems problems{"s.yaml"};
  EXPECT_TRUE(read_delay(nullptr, "delay", problems).is_zero());
}

}  // namespace
}  // namespace shadowsim::scenario
