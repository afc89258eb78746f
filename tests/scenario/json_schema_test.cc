#include "sim/scenario/json_schema.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>

#include "sim/base/random.h"
#include "sim/scenario/json_value.h"
#include "sim/text/yaml_tree.h"
#include "tests/scenario/reading.h"
#include "tests/scenario/spoiling.h"

namespace shadowsim::scenario {
namespace {

const std::string kFile = SHADOWSIM_SOURCE_DIR "/scenarios/scenario.schema.json";
const std::string kLimitsFile = SHADOWSIM_SOURCE_DIR "/scenarios/limits.schema.json";

std::string content_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream{file, std::ios::binary}.rdbuf();
  return text.str();
}

// RapidJSON's validator knows draft 4, where a bound that is not allowed itself is written so.
void write_as_draft_4(rapidjson::Value& value, rapidjson::Document::AllocatorType& allocator) {
  if (value.IsArray()) {
    for (auto& item : value.GetArray())
      write_as_draft_4(item, allocator);
  }
  if (!value.IsObject()) return;
  for (auto& member : value.GetObject())
    write_as_draft_4(member.value, allocator);
  if (value.HasMember("exclusiveMinimum")) {
    value.AddMember("minimum", value["exclusiveMinimum"].GetDouble(), allocator);
    value["exclusiveMinimum"].SetBool(true);
  }
}

rapidjson::SchemaDocument compiled(const std::string& text) {
  rapidjson::Document document;
  document.Parse(text.c_str());
  EXPECT_FALSE(document.HasParseError());
  write_as_draft_4(document, document.GetAllocator());
  return rapidjson::SchemaDocument{document};
}

const rapidjson::SchemaDocument& schema() {
  static const rapidjson::SchemaDocument scenarios = compiled(json_schema_text());
  return scenarios;
}

const rapidjson::SchemaDocument& limits() {
  static const rapidjson::SchemaDocument scenarios = compiled(limits_json_schema_text());
  return scenarios;
}

bool is_of_limits(std::string_view yaml) {
  return yaml.find("\nfind_limits:") != std::string_view::npos;
}

// What an editor says of a text that YAML can read: where it is wrong, and by which rule; nothing
// where it is good.
std::string complaint_of(std::string_view yaml) {
  Problems problems{"s.yaml"};
  const auto tree = read_yaml(yaml, 0, problems);
  if (!tree || !problems.empty()) return "no YAML";
  rapidjson::Document instance;
  instance.Parse(json_text(*tree).c_str());
  rapidjson::SchemaValidator validator{is_of_limits(yaml) ? limits() : schema()};
  if (instance.Accept(validator)) return {};
  rapidjson::StringBuffer where;
  validator.GetInvalidDocumentPointer().StringifyUriFragment(where);
  return std::string{where.GetString()} + ": " + validator.GetInvalidSchemaKeyword();
}

TEST(JsonSchema, IsWhatTheFileBesideTheScenariosSays) {
  if (std::getenv("SHADOWSIM_WRITE_DOCS") != nullptr) {
    std::ofstream{kFile, std::ios::binary} << json_schema_text();
    std::ofstream{kLimitsFile, std::ios::binary} << limits_json_schema_text();
  }
  EXPECT_TRUE(content_of(kFile) == json_schema_text() &&
              content_of(kLimitsFile) == limits_json_schema_text())
      << "scenarios/scenario.schema.json is not what the schema says. Write it anew with\n"
         "SHADOWSIM_WRITE_DOCS=1 build/debug/tests/scenario_test --gtest_filter=JsonSchema.*";
}

TEST(JsonSchema, IsNamedByEveryScenarioOfThisRepositoryWhichAllFit) {
  int count = 0;
  for (const auto* const folder : {"scenarios", "bench"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator{std::string{SHADOWSIM_SOURCE_DIR "/"} + folder}) {
      if (entry.path().extension() != ".yaml") continue;
      ++count;
      const std::string text = content_of(entry.path());
      EXPECT_EQ(complaint_of(text), "") << entry.path();
      const std::string mark = "\n# yaml-language-server: $schema=";
      const auto at = text.find(mark);
      ASSERT_NE(at, std::string::npos) << entry.path() << " lacks its line" << mark << "...";
      const auto from = at + mark.size();
      const auto named =
          entry.path().parent_path() / text.substr(from, text.find('\n', from) - from);
      EXPECT_TRUE(std::filesystem::equivalent(named, is_of_limits(text) ? kLimitsFile : kFile))
          << named;
    }
  }
  EXPECT_GE(count, 11);
}

TEST(JsonSchema, OfLimitsRefusesWhatTheReaderRefuses) {
  EXPECT_EQ(complaint_of("shadowsim: 1\nfind_limits: {quotas: [max_qos], window: 3s}\n"), "");
  for (const char* const wrong :
       {"shadowsim: 1\nfind_limits: {windows: 3s}\n", "shadowsim: 1\nfind_limits: {up_to: 1}\n",
        "\nfind_limits: {}\n", "shadowsim: 1\nfind_limits: {}\nfleet: {lights: 1}\n"})
    EXPECT_NE(complaint_of(wrong), "") << wrong;
}

constexpr const char* kHead = "shadowsim: 1\nfleet: {lights: 2}\ntimeline: [{pause: 1s}]\n";

class Refused : public testing::TestWithParam<const char*> {};

TEST_P(Refused, ByTheReaderAndByTheSchema) {
  EXPECT_NE(problems_of(GetParam()), "") << GetParam();
  EXPECT_NE(complaint_of(GetParam()), "") << GetParam();
}

#define WITH(MORE) "shadowsim: 1\nfleet: {lights: 2}\ntimeline: [{pause: 1s}]\n" MORE "\n"
#define FLEET(MORE) "shadowsim: 1\nfleet: {lights: 2, " MORE "}\ntimeline: [{pause: 1s}]\n"
#define STEP(MORE) "shadowsim: 1\nfleet: {lights: 2}\ntimeline: [{" MORE "}]\n"
#define STREAM(MORE) STEP("churn: {for: 1s, desired: {rate: 1/s, values: {on: toggle}, " MORE "}}")

INSTANTIATE_TEST_SUITE_P(
    , Refused,
    testing::Values(
        "", "[]", "fleet: {lights: 2}\ntimeline: [{pause: 1s}]\n",
        "shadowsim: 2\nfleet: {lights: 2}\ntimeline: [{pause: 1s}]\n",
        "shadowsim: 1\ntimeline: [{pause: 1s}]\n", "shadowsim: 1\nfleet: {lights: 2}\n",
        "shadowsim: 1\nfleet: {lights: 2}\ntimeline: []\n",
        "shadowsim: 1\nfleet: {ligths: 2}\ntimeline: [{pause: 1s}]\n",
        "shadowsim: 1\nfleet: {lights: 0}\ntimeline: [{pause: 1s}]\n",
        "shadowsim: 1\nfleet: {lights: \"2\"}\ntimeline: [{pause: 1s}]\n",
        "shadowsim: 1\nfleet: {lights: 2.5}\ntimeline: [{pause: 1s}]\n", WITH("colour: red"),
        WITH("name: a b"), WITH("name: ''"), WITH("name: [a]"), WITH("seed: -1"), WITH("seed: '1'"),
        WITH("drain: 10"), WITH("drain: ten"), WITH("drain: 10 s"), WITH("drain: 1s1"),
        WITH("drain:"), WITH("search: {within: 0}"), WITH("search: {from: 0/s}"),
        WITH("search: {from: 10}"), WITH("thresholds: [faster]"), WITH("thresholds: [a < b]"),
        WITH("thresholds: [a = 1]"), WITH("thresholds: a < 1"), FLEET("mqtt_version: 4"),
        FLEET("qos: 2"), FLEET("connect_timeout: 0"), FLEET("connect_timeout: 0.0s"),
        FLEET("apply_delay: 5"), FLEET("apply_delay: {}"),
        FLEET("apply_delay: {uniform: [1ms, 2ms], exponential: 1ms}"),
        FLEET("apply_delay: {uniform: [1ms]}"), FLEET("apply_delay: {exponential: 0s}"),
        FLEET("initial_state: {}"), FLEET("initial_state: {color: null}"),
        FLEET("initial_state: {a: {b: [null]}}"), FLEET("initial_state: red"),
        FLEET("thing_name: 'a{indx}'"), FLEET("thing_name: 'a{thing}'"), FLEET("thing_name: 'a}'"),
        FLEET("client_id: '{index:21}'"), FLEET("shadow: a/b"), FLEET("shadows: []"),
        FLEET("shadows: [{initial_state: {a: 1}}]"), STEP("wait: 1s"), STEP(""),
        STEP("pause: 1s, change: {light: light-0000, desired: {a: 1}}"), STEP("churn: {for: 1s}"),
        STEP("churn: {desired: {rate: 1/s, values: {on: toggle}}}"),
        STEP("churn: {for: 0s, desired: {rate: 1/s, values: {on: toggle}}}"),
        STEP("churn: {for: 1s, desired: []}"),
        STEP("churn: {for: 1s, desired: {values: {on: toggle}}}"),
        STEP("churn: {for: 1s, desired: {rate: 1/s, values: {on: toggles}}}"),
        STEP("churn: {for: 1s, desired: {rate: 1/s, values: {on: {toggle: [1]}}}}"),
        STEP("churn: {for: 1s, desired: {rate: 1/s, values: {on: {range: [a, b]}}}}"),
        STEP("churn: {for: 1s, desired: {rate: fast, values: {on: toggle}}}"),
        STEP("churn: {for: 1s, desired: {rate: {from: 1/s}, values: {on: toggle}}}"),
        STREAM("arrivals: steady"), STREAM("sets_desired: true"), STREAM("lights: some"),
        STREAM("lights: {share: 0}"), STREAM("lights: {share: 1.5}"),
        STREAM("lights: {share: 1, zipf: 1}"), STREAM("lights: []"),
        STEP("change: {desired: {a: 1}}"), STEP("change: {light: light-0000}"),
        STEP("change: {light: light-0000, lights: all, desired: {a: 1}}"),
        STEP("change: {light: light-0000, desired: {a: 1}, reported: {a: 1}}"),
        STEP("change: {light: light-0000, desired: {a: 1}, sets_desired: 'true'}")));

class Taken : public testing::TestWithParam<const char*> {};

TEST_P(Taken, ByTheReaderAndByTheSchema) {
  EXPECT_EQ(problems_of(GetParam()), "") << GetParam();
  EXPECT_EQ(complaint_of(GetParam()), "") << GetParam();
}

INSTANTIATE_TEST_SUITE_P(
    , Taken,
    testing::Values(
        kHead, WITH("name: 12"), WITH("name: true"), WITH("description: 1.5"),
        WITH("seed: 18446744073709551615"), WITH("drain: 0"), WITH("drain: '0'"),
        WITH("drain: .5s"), WITH("drain: 1.s"), WITH("drain: \"10s\""), WITH("thresholds: []"),
        WITH("apps: {}"), WITH("search: {within: 0.05, from: 0.5/m}"),
        WITH("thresholds: [changes.converged/changes.scheduled>=99.5 %, elapsed_s == -1e3]"),
        WITH("thresholds: [' latency_us.convergence.p99  <= 250ms ']"),
        FLEET("mqtt_version: 3.1.1"), FLEET("mqtt_version: 5"), FLEET("mqtt_version: '5'"),
        FLEET("keep_alive: 0s"), FLEET("thing_name: '{index:020}:{index}'"),
        FLEET("client_id: 'x{thing}'"),
        FLEET("shadows: [classic, {name: '$a:b-_', initial_state: {a: {b: [1, {}, []]}}}]"),
        FLEET("initial_state: {yes: no, a b: 'null'}"), FLEET("apply_delay: {normal: [0, 1us]}"),
        STREAM("lights: [light-0000], arrivals: uniform"), STREAM("lights: {zipf: 0}"),
        STEP("churn: {for: 1h, desired: [{rate: {from: 1/s, to: 2/s}, values: {on: "
             "{range: [0x10, 1e3]}}}], reported: {rate: 1/m, values: {on: {one_of: [a, 1]}}}}"),
        STEP("churn: {for: 1s, desired: {rate: find, values: {on: toggle}}}") "thresholds: "
                                                                              "[elapsed_s < 9]",
        STEP("change: {at: 0, lights: {named: [light-0001]}, reported: {a: 1}}")));

// An editor must not mark as wrong what is right, whatever it looks like.
class HalfWritten : public testing::TestWithParam<const char*> {};

TEST_P(HalfWritten, IsNeverRefusedWhereTheReaderTakesIt) {
  const std::string text =
      content_of(std::string{SHADOWSIM_SOURCE_DIR "/scenarios/"} + GetParam() + ".yaml");
  ASSERT_FALSE(text.empty());
  Random random{30};
  int taken = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string other = spoiled(text, random);
    if (!read_scenario_text(other, "s.yaml", {}, {})) continue;
    ++taken;
    EXPECT_EQ(complaint_of(other), "") << other;
  }
  EXPECT_GT(taken, 20);
}

INSTANTIATE_TEST_SUITE_P(, HalfWritten,
                         testing::Values("colour-churn", "two-lights-scripted", "wall-switch",
                                         "named-shadows", "saturation"));

}  // namespace
}  // namespace shadowsim::scenario
