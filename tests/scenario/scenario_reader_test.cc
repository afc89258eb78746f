#include "sim/scenario/scenario_reader.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

#include <gtest/gtest.h>

#include "tests/scenario/reading.h"

namespace shadowsim::scenario {
namespace {

using namespace std::chrono_literals;

constexpr const char* kMinimal =
    "shadowsim: 1\n"
    "fleet: {lights: 3}\n"
    "timeline:\n"
    "  - churn: {for: 5s, desired: {rate: 10/s, values: {on: toggle}}}\n";

TEST(ReadScenario, NeedsFourLinesAndKnowsTheRest) {
  const auto scenario = good(kMinimal);
  EXPECT_EQ(scenario.name, "s");
  EXPECT_EQ(scenario.description, "");
  EXPECT_EQ(scenario.file, "s.yaml");
  EXPECT_EQ(scenario.seed, 1U);
  EXPECT_EQ(scenario.drain, 10s);
  EXPECT_TRUE(scenario.thresholds.empty());

  const Fleet& fleet = scenario.fleet;
  EXPECT_EQ(fleet.lights, 3U);
  EXPECT_EQ(fleet.thing_name.text(), "light-{index:4}");
  EXPECT_EQ(fleet.client_id.text(), "test-{thing}");
  EXPECT_EQ(fleet.client(LightId{2}), "test-light-0002");
  EXPECT_EQ(fleet.shadows.at(0).initial_state, (std::vector<Property>{{"color", "\"red\""}}));
  EXPECT_EQ(fleet.connect_rate, Rate{100});
  EXPECT_EQ(fleet.connects_in_flight, 50U);
  EXPECT_EQ(fleet.check_rate, Rate{2000});
  EXPECT_EQ(fleet.connect_timeout, 10s);
  EXPECT_EQ(fleet.answer_timeout, 10s);
  EXPECT_TRUE(fleet.apply_delay.is_zero());
  EXPECT_EQ(fleet.keep_alive, 60s);

  EXPECT_EQ(scenario.apps.sessions, 1U);
  EXPECT_EQ(scenario.apps.client(AppId{0}), "test-app-0");

  const auto& stream = std::get<Churn>(scenario.timeline.at(0)).streams.at(0);
  EXPECT_EQ(stream.arrivals, Arrivals::kPoisson);
  EXPECT_TRUE(std::holds_alternative<AllLights>(stream.lights));
  EXPECT_FALSE(stream.sets_desired);
}

TEST(ReadScenario, TakesEveryKey) {
  const auto scenario = good(R"(
shadowsim: 1
name: full_House-2
description: |
  Two lines
  of text.
seed: 18446744073709551615
fleet:
  lights: 20
  thing_name: "lamp_{index:2}:x"
  client_id: "{thing}-{index}"
  initial_state: {color: [1, 2], on: false, nested: {a: 1.5}}
  connect_rate: 600/m
  connects_in_flight: 5
  check_rate: 50/s
  connect_timeout: 3s
  answer_timeout: 1500ms
  apply_delay: {normal: [20ms, 5ms]}
  keep_alive: 0s
apps:
  sessions: 4
  client_id: phone-{index:3}
timeline:
  - pause: 0s
drain: 0
thresholds:
  - latency_us.convergence.p99 < 250ms
  - changes.converged / changes.scheduled >= 99%
)");
  EXPECT_EQ(scenario.name, "full_House-2");
  EXPECT_EQ(scenario.description, "Two lines\nof text.\n");
  EXPECT_EQ(scenario.seed, UINT64_MAX);
  EXPECT_EQ(scenario.fleet.thing(LightId{7}), "lamp_07:x");
  EXPECT_EQ(scenario.fleet.client(LightId{7}), "lamp_07:x-7");
  EXPECT_EQ(
      scenario.fleet.shadows.at(0).initial_state,
      (std::vector<Property>{{"color", "[1,2]"}, {"on", "false"}, {"nested", "{\"a\":1.5}"}}));
  EXPECT_EQ(scenario.fleet.connect_rate, Rate{10});
  EXPECT_EQ(scenario.fleet.connects_in_flight, 5U);
  EXPECT_EQ(scenario.fleet.check_rate, Rate{50});
  EXPECT_EQ(scenario.fleet.connect_timeout, 3s);
  EXPECT_EQ(scenario.fleet.answer_timeout, 1500ms);
  EXPECT_EQ(scenario.fleet.apply_delay, DelayDistribution::normal(20ms, 5ms));
  EXPECT_EQ(scenario.fleet.keep_alive, 0s);
  EXPECT_EQ(scenario.apps.sessions, 4U);
  EXPECT_EQ(scenario.apps.client(AppId{3}), "phone-003");
  EXPECT_EQ(scenario.drain, 0s);
  ASSERT_EQ(scenario.thresholds.size(), 2U);
  EXPECT_EQ(scenario.thresholds[0].limit, 250'000);
  EXPECT_EQ(scenario.thresholds[1].over, "changes.scheduled");
}

TEST(ReadScenario, TellsAllProblemsAtOnceInOrder) {
  EXPECT_EQ(problems_of("shadowsim: 1\n"
                        "fleet:\n"
                        "  ligths: 3\n"
                        "  lights: 3\n"
                        "  apply_delay: soon\n"
                        "timeline:\n"
                        "  - change: {light: light-0009, desired: {on: null}}\n"
                        "thresholds:\n"
                        "  - changes.convergd == 0\n"),
            "s.yaml:3:3: fleet has no key 'ligths', did you mean 'lights'? Allowed: lights, "
            "thing_name, client_id, initial_state, shadow, shadows, connect_rate, "
            "connects_in_flight, check_rate, connect_timeout, answer_timeout, apply_delay, "
            "keep_alive, mqtt_version, qos, certificates, careful\n"
            "s.yaml:5:16: fleet.apply_delay must be a duration from 0s to 1h, like 250ms or 10s, "
            "or a mapping with exactly one of uniform, exponential, normal, not 'soon'\n"
            "s.yaml:7:21: timeline[0].change.light: no light is called 'light-0009', the fleet's 3 "
            "lights are light-0000 to light-0002\n"
            "s.yaml:7:43: timeline[0].change.desired.on is null, which a scenario's state cannot "
            "hold\n"
            "s.yaml:9:5: thresholds[0]: there is no metric 'changes.convergd', did you mean "
            "'changes.converged'?");
}

struct Bad {
  std::string text;
  std::string problems;
};

class RefuseScenario : public testing::TestWithParam<Bad> {};

TEST_P(RefuseScenario, SaysWhereAndWhatIsAllowed) {
  EXPECT_EQ(problems_of(GetParam().text), GetParam().problems);
}

constexpr const char* kNeedsAll =
    "s.yaml:1:1: a scenario needs the key 'timeline': a list of at least 1, each a mapping with "
    "exactly one of churn, warm_up, change, pause, disconnect, link_fault";
constexpr const char* kEmpty =
    "s.yaml:1:1: the scenario is empty, it needs at least the keys shadowsim, fleet and timeline";

std::string with(std::string_view more) {
  return std::string{kMinimal} + std::string{more};
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseScenario,
    testing::Values(
        Bad{"", kEmpty}, Bad{"# only a comment\n", kEmpty}, Bad{"~\n", kEmpty},
        Bad{"- a\n",
            "s.yaml:1:1: a scenario is a mapping that begins with 'shadowsim: 1', not a "
            "list"},
        Bad{"hello\n",
            "s.yaml:1:1: a scenario is a mapping that begins with 'shadowsim: 1', not "
            "'hello'"},
        Bad{"shadowsim: 2\nnew_key: 1\n",
            "s.yaml:1:12: the format's version 2 is not known here, this program reads version 1"},
        Bad{"shadowsim: one\nfleet: {lights: 1}\n",
            std::string{kNeedsAll} + "\ns.yaml:1:12: shadowsim must be 1, not 'one'"},
        Bad{"fleet: {lights: 1}\ntimeline: [{pause: 1s}]\n",
            "s.yaml:1:1: a scenario needs the key 'shadowsim': 1"},
        Bad{"shadowsim: 1\nflet: {lights: 1}\ntimeline: [{pause: 1s}]\n",
            "s.yaml:2:1: a scenario has no key 'flet', did you mean 'fleet'? Allowed: shadowsim, "
            "name, description, seed, fleet, apps, endpoint, background, timeline, drain, search, "
            "thresholds"},
        Bad{with("name: a b\n"),
            "s.yaml:5:7: name must be a name of 1 to 64 letters, digits, '-' and '_', not 'a b'"},
        Bad{with("seed: -1\n"),
            "s.yaml:5:7: seed must be a whole number from 0 to 18446744073709551615, not '-1'"},
        Bad{with("apps: 4\n"),
            "s.yaml:5:7: apps must be a mapping with sessions, client_id, certificates, not "
            "'4'"},
        Bad{with("drain: 2h\n"),
            "s.yaml:5:8: drain must be a duration from 0s to 1h, like 250ms "
            "or 10s, not '2h'"},
        Bad{with("thresholds: changes.converged > 1\n"),
            "s.yaml:5:13: thresholds must be a list, each item an expression, like "
            "latency_us.convergence.p99 < 250ms, not 'changes.converged > 1'"},
        Bad{with("thresholds: [changes.converged]\n"),
            "s.yaml:5:14: thresholds[0]: 'changes.converged' compares nothing: write METRIC < "
            "LIMIT or METRIC / METRIC >= LIMIT, with one of < <= > >= =="},
        Bad{with("thresholds: [changes.converged / changes.all > 1]\n"),
            "s.yaml:5:14: thresholds[0]: there is no metric 'changes.all', allowed: "
            "changes.scheduled, changes.converged, changes.unconverged"},
        Bad{"shadowsim: 1\nfleet: {lights: 3}\ntimeline:\n  - churn: {for: 8000h, desired: {rate: "
            "1000000/s, values: {a: toggle}}}\n",
            "s.yaml:3:1: the timeline plans 28800000000000 changes, at most 4000000000 are "
            "possible"},
        Bad{"shadowsim: 1\nfleet: {lights: 3}\ntimeline: [{pause: 8000h}, {pause: 8000h}]\n",
            "s.yaml:3:1: the timeline takes 16000 hours, at most 8784 are possible"},
        Bad{with("seed: 1\nseed: 2\n"),
            "s.yaml:6:1: the key 'seed' stands here twice, first in line 5"}));

TEST(ReadScenario, LetsAliasesRepeatAStep) {
  const auto scenario = good(
      "shadowsim: 1\nfleet: {lights: 3}\ntimeline:\n"
      "  - churn: &evening {for: 5s, desired: {rate: 10/s, values: {on: toggle}}}\n"
      "  - pause: 1s\n  - churn: *evening\n");
  EXPECT_EQ(scenario.length(), 11s);
}

class ReadScenarioFile : public testing::Test {
 protected:
  ReadScenarioFile()
      : folder_{testing::TempDir() + "shadowsim-scenario-" + std::to_string(getpid())} {
    std::filesystem::create_directories(folder_);
  }
  ~ReadScenarioFile() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, std::string_view text) const {
    const std::string file = folder_ + "/" + name;
    std::ofstream{file, std::ios::binary} << text;
    return file;
  }

  std::string folder_;
};

TEST_F(ReadScenarioFile, NamesItAfterTheFile) {
  const auto scenario = read_scenario(write("my test.v2.yaml", kMinimal), {}, {});
  ASSERT_TRUE(scenario) << scenario.error().message;
  EXPECT_EQ(scenario->name, "my-test-v2");
  EXPECT_EQ(scenario->file, folder_ + "/my test.v2.yaml");
}

TEST_F(ReadScenarioFile, PutsThePathBeforeEachProblem) {
  const std::string file = write("bad.yaml", "shadowsim: 3\n");
  EXPECT_EQ(read_scenario(file, {}, {}).error().message,
            file + ":1:12: the format's version 3 is not known here, this program reads version 1");
}

TEST_F(ReadScenarioFile, SaysWhyAFileCannotBeRead) {
  const auto problem = [](const std::string& file) {
    const auto scenario = read_scenario(file, {}, {});
    EXPECT_EQ(scenario.error().kind, ErrorKind::kUsage);
    return scenario.error().message;
  };
  EXPECT_EQ(problem(folder_ + "/none.yaml"), folder_ + "/none.yaml: No such file or directory");
  EXPECT_EQ(problem(folder_), folder_ + ": Is a directory");
  EXPECT_EQ(problem("/dev/zero"), "/dev/zero: larger than 4 MiB, which no file of ours is");
  EXPECT_EQ(problem("/dev/null"),
            "/dev/null:1:1: the scenario is empty, it needs at least the keys shadowsim, fleet and "
            "timeline");
}

}  // namespace
}  // namespace shadowsim::scenario
