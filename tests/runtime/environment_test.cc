#include "sim/runtime/environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::runtime {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::MatchesRegex;
using testing::StartsWith;

TEST(Environment, NamesNoBrokerThatIsNotOurs) {
  EXPECT_THAT(environment_of(default_session_engine(), false).software,
              ElementsAre(Field(&measure::Software::name, "client paho")));
}

TEST(Environment, TellsVersionsOfLibrariesAndBroker) {
  const auto software = environment_of(*find_session_engine("mosquitto").value(), true).software;
  ASSERT_EQ(software.size(), 2U);
  EXPECT_THAT(software[0].version, MatchesRegex("libmosquitto [0-9.]+"));
  EXPECT_EQ(software[1].name, "embedded mosquitto");
  EXPECT_THAT(software[1].version, MatchesRegex("[0-9.]+"));
}

TEST(Environment, TellsTheMachine) {
  const auto machines = environment_of(default_session_engine(), false).machines;
  ASSERT_EQ(machines.size(), 1U);
  EXPECT_FALSE(machines[0].name.empty());
  EXPECT_GT(machines[0].cores, 0U);
  EXPECT_GT(machines[0].memory_kib, 100'000U);
  EXPECT_THAT(machines[0].kernel, StartsWith("Linux "));
}

}  // namespace
}  // namespace shadowsim::runtime
