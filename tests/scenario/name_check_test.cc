#include "sim/scenario/name_check.h"

#include <gtest/gtest.h>

#include "tests/scenario/reading.h"

namespace shadowsim::scenario {
namespace {

std::string with_names(std::string_view fleet, std::string_view apps = "sessions: 1") {
  return "shadowsim: 1\nfleet: {" + std::string{fleet} + "}\napps: {" + std::string{apps} +
         "}\ntimeline: [{pause: 1s}]\n";
}

struct Bad {
  std::string fleet;
  std::string apps;
  std::string problem;
};

class RefuseNames : public testing::TestWithParam<Bad> {};

TEST_P(RefuseNames, SaysWhichAndWhy) {
  EXPECT_EQ(problems_of(with_names(GetParam().fleet, GetParam().apps)), GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseNames,
    testing::Values(
        Bad{"lights: 2, thing_name: lamp", "sessions: 1",
            "s.yaml:2:32: fleet.thing_name gives all 2 lights the same name 'lamp', it must hold "
            "{index}"},
        Bad{"lights: 2, client_id: test", "sessions: 1",
            "s.yaml:2:31: fleet.client_id gives all 2 lights the same name 'test', it must hold "
            "{index}"},
        Bad{"lights: 2", "sessions: 2, client_id: app",
            "s.yaml:3:32: apps.client_id gives all 2 sessions the same name 'app', it must hold "
            "{index}"},
        Bad{"lights: 2, thing_name: 'li ght{index}'", "sessions: 1",
            "s.yaml:2:32: fleet.thing_name makes 'li ght0', but a thing name has only letters, "
            "digits, ':', '_' and '-'"},
        Bad{"lights: 1, thing_name: ''", "sessions: 1",
            "s.yaml:2:32: fleet.thing_name is empty, it needs at least one letter"},
        Bad{"lights: 1, thing_name: " + std::string(129, 'x'), "sessions: 1",
            "s.yaml:2:32: fleet.thing_name makes names of up to 129 bytes, at most 128 are "
            "allowed"},
        // The last of the lights has the longest name.
        Bad{"lights: 11, thing_name: '" + std::string(127, 'x') + "{index}', client_id: '{thing}'",
            "sessions: 1",
            "s.yaml:2:33: fleet.thing_name makes names of up to 129 bytes, at most 128 are "
            "allowed"},
        // The default client ID is at fault, so the fleet is pointed at.
        Bad{"lights: 1, thing_name: " + std::string(128, 'x'), "sessions: 1",
            "s.yaml:2:1: fleet.client_id makes names of up to 133 bytes, at most 128 are allowed"},
        Bad{"lights: 1, client_id: \"a\\tb\"", "sessions: 1",
            "s.yaml:2:31: fleet.client_id holds a control character, which no client ID can"},
        Bad{"lights: 1, client_id: \"a\\x85\"", "sessions: 1",
            "s.yaml:2:31: fleet.client_id holds a control character, which no client ID can"},
        Bad{"lights: 5, client_id: 'test-app-{index}'", "sessions: 3",
            "s.yaml:3:1: app 0 and light 0 would both have the client ID 'test-app-0', all must "
            "differ"},
        Bad{"lights: 20, client_id: 'c{index}'", "sessions: 3, client_id: 'c1{index}'",
            "s.yaml:3:32: app 0 and light 10 would both have the client ID 'c10', all must "
            "differ"},
        Bad{"lights: 2, client_id: 'c1{index}'", "sessions: 50, client_id: 'c{index}'",
            "s.yaml:3:33: app 10 and light 0 would both have the client ID 'c10', all must "
            "differ"},
        Bad{"lights: 1, client_id: me", "sessions: 1, client_id: me",
            "s.yaml:3:32: app 0 and light 0 would both have the client ID 'me', all must differ"}));

TEST(CheckNames, TakesClientIdsOfAnyScriptUpTo128Bytes) {
  std::string id;
  for (int i = 0; i < 64; ++i)
    id += "\xC3\xBC";
  EXPECT_EQ(problems_of(with_names("lights: 1, client_id: " + id)), "");
  EXPECT_EQ(problems_of(with_names("lights: 1, client_id: " + id + "x")),
            "s.yaml:2:31: fleet.client_id makes names of up to 129 bytes, at most 128 are allowed");
}

TEST(CheckNames, LetsASingleLightAndAppDoWithoutNumbers) {
  EXPECT_EQ(problems_of(with_names("lights: 1, thing_name: lamp, client_id: bulb",
                                   "sessions: 1, client_id: phone")),
            "");
}

TEST(CheckNames, ChecksAMillionAtOnce) {
  const auto scenario = good(with_names("lights: 1000000, client_id: 'c-{index}'",
                                        "sessions: 1000000, client_id: 'c-a{index}'"));
  EXPECT_EQ(scenario.fleet.client(LightId{999'999}), "c-999999");
}

TEST(CheckNames, SaysNothingOfPatternsThatCouldNotBeRead) {
  EXPECT_EQ(problems_of(with_names("lights: 2, thing_name: '{x}'")),
            "s.yaml:2:32: fleet.thing_name: unknown placeholder '{x}'. Allowed: {index}, "
            "{index:4}");
}

}  // namespace
}  // namespace shadowsim::scenario
