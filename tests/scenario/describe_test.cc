#include "sim/scenario/describe.h"

#include <gtest/gtest.h>

namespace shadowsim::scenario {
namespace {

const Type& type_of(const Mapping& mapping, std::string_view name) {
  for (const Key& key : mapping.keys) {
    if (key.name == name) return key.type;
  }
  ADD_FAILURE() << name;
  return mapping.keys[0].type;
}

TEST(Describe, SaysTheKindAndTheRange) {
  const Mapping& fleet = *type_of(scenario_schema(), "fleet").mapping;
  EXPECT_EQ(describe(type_of(fleet, "lights")), "a whole number from 1 to 10000000");
  EXPECT_EQ(describe(type_of(fleet, "connect_timeout")),
            "a duration above 0s, at most 1h, like 250ms or 10s");
  EXPECT_EQ(describe(type_of(fleet, "connect_rate")),
            "a rate above 0/s, at most 1000000/s, like 100/s");
  EXPECT_EQ(describe(type_of(scenario_schema(), "shadowsim")), "1");
}

TEST(Describe, NamesEveryFormAValueMayTake) {
  const Mapping& fleet = *type_of(scenario_schema(), "fleet").mapping;
  EXPECT_EQ(describe(type_of(fleet, "apply_delay")),
            "a duration from 0s to 1h, like 250ms or 10s, or a mapping with exactly one of "
            "uniform, exponential, normal");
  EXPECT_EQ(describe(type_of(scenario_schema(), "timeline")),
            "a list of at least 1, each a mapping with exactly one of churn, warm_up, change, "
            "pause, disconnect, link_fault");
  EXPECT_EQ(describe(type_of(fleet, "shadows")),
            "a list of at least 1, each 'classic' or a shadow's name, 1 to 64 letters, digits, "
            "':', '_', '-' and '$', or a mapping with name, initial_state");
  EXPECT_EQ(describe(type_of(fleet, "initial_state")),
            "a mapping of property names to values, each any value but null");
}

}  // namespace
}  // namespace shadowsim::scenario
