#include "sim/scenario/limits_scenario.h"

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::scenario {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const std::vector<std::string> kProbed{"max_qos", "topic_max_slashes"};

std::string error_of(const std::string& text, const Overrides& overrides = {}) {
  const auto read = read_limits_text(text, "dir/f.yaml", overrides, kProbed);
  return read.has_error() ? read.error().message : "";
}

LimitsScenario read(const std::string& text, const Overrides& overrides = {}) {
  const auto scenario = read_limits_text(text, "dir/f.yaml", overrides, kProbed);
  EXPECT_TRUE(scenario.has_value()) << scenario.error().message;
  EXPECT_TRUE(scenario->has_value());
  return scenario->value_or(LimitsScenario{});
}

TEST(LimitsScenario, AFileWithoutTheKeyIsAnotherKindOfScenario) {
  for (const char* const text :
       {"shadowsim: 1\nfleet: {lights: 1}\n", "", "- a\n", "not: [yaml", "find_limits"}) {
    const auto none = read_limits_text(text, "f.yaml", {}, kProbed);
    ASSERT_TRUE(none.has_value()) << text;
    EXPECT_FALSE(none->has_value()) << text;
  }
}

TEST(LimitsScenario, TellsWhatIsWrongAndWhere) {
  EXPECT_THAT(error_of("shadowsim: 1\nfind_limits: {windows: 3s}\n"),
              HasSubstr("dir/f.yaml:2:15: "));
  EXPECT_THAT(error_of("shadowsim: 1\nfind_limits: {windows: 3s}\n"),
              HasSubstr("did you mean 'window'?"));
  EXPECT_THAT(error_of("shadowsim: 1\nfind_limits: {up_to: 1}\n"), HasSubstr("1.2"));
  EXPECT_THAT(error_of("shadowsim: 1\nfind_limits: {quotas: [max_qos, max_qoz]}\n"),
              HasSubstr("dir/f.yaml:2:33: there is no probe for a quota 'max_qoz', did you mean "
                        "'max_qos'?"));
  EXPECT_THAT(error_of("shadowsim: 1\nfind_limits: {}\nfleet: {lights: 3}\n"), HasSubstr("fleet"));
  EXPECT_THAT(error_of("find_limits: {}\n"), HasSubstr("shadowsim"));
}

TEST(LimitsScenario, HasDefaults) {
  const LimitsScenario scenario = read("shadowsim: 1\nfind_limits: {}\n");
  EXPECT_EQ(scenario.name, "f");
  EXPECT_TRUE(scenario.endpoint.empty());
  EXPECT_TRUE(scenario.quotas.empty());
  EXPECT_EQ(scenario.window, 10s);
  EXPECT_EQ(scenario.up_to, 2);
}

TEST(LimitsScenario, IsReadWithOverrides) {
  const LimitsScenario scenario = read(
      "shadowsim: 1\nname: x\nendpoint: {quotas: q.yaml}\n"
      "find_limits: {quotas: [max_qos], window: 3s, up_to: 1.5}\n",
      {.sets = {"find_limits.window=4s"}, .lights = {}, .seed = {}, .duration = {}});
  EXPECT_EQ(scenario.name, "x");
  EXPECT_EQ(scenario.quotas, std::vector<std::string>{"max_qos"});
  EXPECT_EQ(scenario.window, 4s);
  EXPECT_EQ(scenario.up_to, 1.5);
}

TEST(LimitsScenario, ItsEndpointHasWhatThatOfAnyScenarioHas) {
  const EndpointRules endpoint =
      read(
          "shadowsim: 1\nfind_limits: {}\n"
          "endpoint: {policy: p.json, quotas: {file: q.yaml, scale: 0.5, set: {max_qos: 0}}}\n")
          .endpoint;
  EXPECT_EQ(endpoint.policies, (std::vector<PolicyChoice>{{"", "dir/p.json"}}));
  const QuotaChoice quotas{.file = "dir/q.yaml",
                           .scale = quota::Scale{.account = 0.5},
                           .set = {{quota::Limit::kMaxQos, 0}}};
  EXPECT_EQ(endpoint.quotas, quotas);
  EXPECT_EQ(read("shadowsim: 1\nfind_limits: {}\nendpoint: {quotas: q.yaml}\n").endpoint.quotas,
            QuotaChoice{.file = "dir/q.yaml"});
  EXPECT_THAT(error_of("shadowsim: 1\nfind_limits: {}\nendpoint: {quotas: {set: {max_qoz: 1}}}\n"),
              HasSubstr("dir/f.yaml:3:27: endpoint.quotas.set: there is no limit 'max_qoz'"));
}

TEST(LimitsScenario, TheShippedOneIsGoodAndOpensWithAQuestion) {
  const std::string file = SHADOWSIM_SOURCE_DIR "/scenarios/find-limits.yaml";
  const auto scenario = read_limits_scenario(file, {}, kProbed);
  ASSERT_TRUE(scenario.has_value()) << scenario.error().message;
  ASSERT_TRUE(scenario->has_value());
  EXPECT_EQ((*scenario)->name, "find-limits");
  EXPECT_FALSE((*scenario)->description.empty());
  const std::string& quotas = (*scenario)->endpoint.quotas->file;
  EXPECT_TRUE(std::ifstream{quotas}.good()) << quotas;
  std::ifstream text{file};
  std::string first;
  std::getline(text, first);
  EXPECT_THAT(first, HasSubstr("?"));
}

}  // namespace
}  // namespace shadowsim::scenario
