#include "sim/scenario/fleet_reading.h"

#include <gtest/gtest.h>

#include "tests/scenario/reading.h"

namespace shadowsim::scenario {
namespace {

using namespace std::chrono_literals;

std::string with_fleet(std::string_view keys) {
  return "shadowsim: 1\nfleet: {lights: 3, " + std::string{keys} + "}\ntimeline: [{pause: 1s}]\n";
}

TEST(ReadFleet, ReadsDelaysOfEveryShape) {
  const auto delay = [](std::string_view text) {
    return good(with_fleet("apply_delay: " + std::string{text})).fleet.apply_delay;
  };
  EXPECT_EQ(delay("5ms"), DelayDistribution::constant(5ms));
  EXPECT_EQ(delay("0"), DelayDistribution::constant(0ms));
  EXPECT_EQ(delay("{uniform: [5ms, 20ms]}"), DelayDistribution::uniform(5ms, 20ms));
  EXPECT_EQ(delay("{uniform: [5ms, 5ms]}"), DelayDistribution::uniform(5ms, 5ms));
  EXPECT_EQ(delay("{exponential: 10ms}"), DelayDistribution::exponential(10ms));
  EXPECT_EQ(delay("{normal: [20ms, 5ms]}"), DelayDistribution::normal(20ms, 5ms));
}

TEST(ReadFleet, SpeaksMqtt5UnlessToldOtherwise) {
  EXPECT_EQ(good(with_fleet("keep_alive: 60s")).fleet.mqtt_version, MqttVersion::k5);
  EXPECT_EQ(good(with_fleet("keep_alive: 60s")).fleet.qos, 1);
  EXPECT_EQ(good(with_fleet("qos: 0")).fleet.qos, 0);
  EXPECT_TRUE(good(with_fleet("qos: 0")).fleet.careful);
  EXPECT_FALSE(good(with_fleet("careful: false")).fleet.careful);
  EXPECT_EQ(good(with_fleet("mqtt_version: 5")).fleet.mqtt_version, MqttVersion::k5);
  EXPECT_EQ(good(with_fleet("mqtt_version: 3.1.1")).fleet.mqtt_version, MqttVersion::k311);
  EXPECT_EQ(good(with_fleet("mqtt_version: \"3.1.1\"")).fleet.mqtt_version, MqttVersion::k311);
}

struct Bad {
  const char* keys;
  const char* problem;
};

class RefuseFleet : public testing::TestWithParam<Bad> {};

TEST_P(RefuseFleet, SaysWhereAndWhatIsAllowed) {
  EXPECT_EQ(problems_of(with_fleet(GetParam().keys)), GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseFleet,
    testing::Values(
        Bad{"apply_delay: {uniform: [20ms, 5ms]}",
            "s.yaml:2:43: fleet.apply_delay.uniform ends before it begins: 5ms is less than 20ms"},
        Bad{"apply_delay: {uniform: [5ms]}",
            "s.yaml:2:43: fleet.apply_delay.uniform has 1 item, it must be a list of 2, each a "
            "duration from 0s to 1h, like 250ms or 10s"},
        Bad{"apply_delay: {uniform: [5ms, 20]}",
            "s.yaml:2:49: fleet.apply_delay.uniform[1]: '20' is not a duration: its unit must be "
            "one of h, m, s, ms, us, ns"},
        Bad{"apply_delay: {exponential: 0s}",
            "s.yaml:2:47: fleet.apply_delay.exponential must be a duration above 0s, at most 1h, "
            "like 250ms or 10s, not '0s'"},
        Bad{"apply_delay: -1s",
            "s.yaml:2:33: fleet.apply_delay must be a duration from 0s to 1h, like 250ms or 10s, "
            "or a mapping with exactly one of uniform, exponential, normal, not '-1s'"},
        Bad{"keep_alive: 1500ms",
            "s.yaml:2:32: fleet.keep_alive must be whole seconds, not "
            "1500ms"},
        Bad{"keep_alive: 65536s",
            "s.yaml:2:32: fleet.keep_alive must be a duration from 0s to 65535s, like 250ms or "
            "10s, not '65536s'"},
        Bad{"connect_rate: 0/s",
            "s.yaml:2:34: fleet.connect_rate must be a rate above 0/s, at most 1000000/s, like "
            "100/s, not '0/s'"},
        Bad{"connects_in_flight: 0",
            "s.yaml:2:40: fleet.connects_in_flight must be a whole number from 1 to 10000, not "
            "'0'"},
        Bad{"careful: perhaps", "s.yaml:2:29: fleet.careful must be true or false, not 'perhaps'"},
        Bad{"qos: 2", "s.yaml:2:25: fleet.qos must be a whole number from 0 to 1, not '2'"},
        Bad{"mqtt_version: 3.1",
            "s.yaml:2:34: fleet.mqtt_version must be '5' or '3.1.1', not '3.1'"},
        Bad{"initial_state: {color: null}",
            "s.yaml:2:36: fleet.initial_state.color is null, which a scenario's state cannot "
            "hold"},
        Bad{"initial_state: {}",
            "s.yaml:2:20: fleet.initial_state must name at least one property"}));

}  // namespace
}  // namespace shadowsim::scenario
