#include "sim/conformance/case_file.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::conformance {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

// A file of one case with these members beside its name.
std::string file_of(const std::string& members) {
  return R"([{"name":"n",)" + members + "}]";
}

std::string step_of(const std::string& members) {
  return file_of(R"("steps":[{)" + members + "}]");
}

struct WrongFile {
  std::string json;
  const char* said;
};

class RefuseCases : public testing::TestWithParam<WrongFile> {};

TEST_P(RefuseCases, SaysWhereAndWhat) {
  const auto cases = parse_cases(GetParam().json, "cases.json");
  ASSERT_TRUE(cases.has_error());
  EXPECT_EQ(cases.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(cases.error().message, HasSubstr("cases.json:"));
  EXPECT_THAT(cases.error().message, HasSubstr(GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseCases,
    testing::Values(
        WrongFile{"", "is not JSON"}, WrongFile{"[", "is not JSON"},
        WrongFile{"[\n {},\n  nul]", "cases.json:3:6: is not JSON"},
        WrongFile{"\xFF", "is not UTF-8"}, WrongFile{"{}", "cases.json:1:1: must be an array"},
        WrongFile{std::string(1099, '[') + std::string(1099, ']'), "nested deeper"},
        WrongFile{"[{\"comment\":[\"],[\"]},\n  7]", "cases.json:2:3: element 2: is not"},
        WrongFile{step_of(R"("send":{"topic":"+/get","raw":""})"), "without wildcards"},
        WrongFile{"[5]", "element 1: is not an object"},
        WrongFile{R"([{"steps":[]}])", "'name' must be a text"},
        WrongFile{file_of(R"("needs":[1],"steps":[])"), "element 1 (n): 'needs'"},
        WrongFile{file_of(R"("why":"x")"), "'steps' must be an array"},
        WrongFile{step_of(R"("expect":[])"), "no 'send'"},
        WrongFile{step_of(R"("send":{"topic":"get"})"), "exactly one of"},
        WrongFile{step_of(R"("send":{"topic":"get","raw":"","payload":{}})"), "exactly one of"},
        WrongFile{step_of(R"("send":{"raw":""})"), "'topic' must be a text"},
        WrongFile{step_of(R"("send":{"topic":"get","raw_hex":"abc"})"), "hexadecimal"},
        WrongFile{step_of(R"("send":{"topic":"get","raw_hex":"zz"})"), "hexadecimal"},
        WrongFile{step_of(R"("pause_ms":-1,"send":{"topic":"get","raw":""})"), "pause_ms"},
        WrongFile{step_of(R"("send":{"topic":"get","raw":""},"expect":[{"topic":"x"}])"),
                  "'payload' of 'expect'"},
        WrongFile{step_of(R"("send":{"topic":"get","raw":""},"expect_none":[1])"), "expect_none"}));

TEST(Cases, GatherAllProblems) {
  const auto cases = parse_cases(R"([{"steps":[]},{"name":"b"}])", "f");
  ASSERT_TRUE(cases.has_error());
  EXPECT_THAT(cases.error().message, HasSubstr("f:1:2: element 1: 'name'"));
  EXPECT_THAT(cases.error().message, HasSubstr("\nf:1:15: element 2 (b): 'steps'"));
}

TEST(Cases, AreReadWithAllTheirParts) {
  const auto cases = parse_cases(R"([{"comment":{}},{"name":"n","why":"w","needs":["bind"],"steps":[
      {"send":{"topic":"update","payload":{"state":{"a":"$ref:x"}}},
       "expect":[{"topic":"update/accepted","payload":{"version":1}}],"expect_none":["t"]},
      {"pause_ms":50,"send":{"topic":"get","raw":"{ }"}},
      {"send":{"topic":"get","raw_hex":"00fF"}}]}])",
                                 "f");
  ASSERT_TRUE(cases.has_value()) << cases.error().message;
  ASSERT_EQ(cases->size(), 1U);
  const Case& read = cases->front();
  EXPECT_EQ(read.name, "n");
  EXPECT_EQ(read.why, "w");
  EXPECT_EQ(read.needs, std::vector<std::string>{"bind"});
  ASSERT_EQ(read.steps.size(), 3U);
  EXPECT_EQ(read.steps[0].payload, R"({"state":{"a":"$ref:x"}})");
  EXPECT_TRUE(read.steps[0].has_references);
  EXPECT_EQ(read.steps[0].expected[0].payload_json, R"({"version":1})");
  EXPECT_EQ(read.steps[0].unexpected, std::vector<std::string>{"t"});
  EXPECT_EQ(read.steps[1].pause, 50ms);
  EXPECT_EQ(read.steps[1].payload, "{ }");
  EXPECT_EQ(read.steps[2].payload, (std::string{"\0\xFF", 2}));
}

}  // namespace
}  // namespace shadowsim::conformance
