// The conformance cases, the public ones and more of our own, against the service in process and in
// virtual time. Set SHADOWSIM_SHADOW_CASES_FILE to run the cases of another file instead.

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "sim/conformance/case_file.h"
#include "sim/conformance/case_run.h"
#include "sim/service/shadow_service.h"
#include "sim/time/virtual_time.h"

namespace shadowsim::conformance {
namespace {

std::vector<Case> load_cases(const std::string& file) {
  std::ifstream stream{file, std::ios::binary};
  const std::string json{std::istreambuf_iterator<char>{stream}, {}};
  return parse_cases(json, file).value();
}

std::vector<Case> load_cases() {
  if (const char* const other = std::getenv("SHADOWSIM_SHADOW_CASES_FILE"))
    return load_cases(std::string{other});
  std::vector<Case> cases = load_cases(SHADOWSIM_CASES "/shadow-cases.json");
  for (Case& more : load_cases(SHADOWSIM_CASES "/more-cases.json"))
    cases.push_back(std::move(more));
  return cases;
}

Verdict run(const Case& conversation) {
  service::ShadowService service;
  service::Publications publications;
  VirtualTime time;
  CaseRun run{conversation, "thing-1"};
  while (const auto request = run.next_request()) {
    time.run_for(request->pause);
    service.handle(request->topic, request->payload, time.wall_now(), publications);
    for (const auto& publication : publications)
      run.arrived(publication.topic, publication.payload);
    run.end_step(time.wall_now());
  }
  return run.verdict();
}

class ShadowCase : public testing::TestWithParam<Case> {};

TEST_P(ShadowCase, IsAnsweredAsAwsDoes) {
  const Verdict verdict = run(GetParam());
  EXPECT_TRUE(verdict.passed) << GetParam().why << '\n' << verdict.explanation;
}

std::string test_name(const testing::TestParamInfo<Case>& info) {
  std::string name = info.param.name;
  std::replace_if(
      name.begin(), name.end(),
      [](unsigned char character) { return std::isalnum(character) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(, ShadowCase, testing::ValuesIn(load_cases()), test_name);

TEST(ShadowCases, AreAllThere) {
  EXPECT_EQ(load_cases(SHADOWSIM_CASES "/shadow-cases.json").size(), 87U);
  EXPECT_GE(load_cases(SHADOWSIM_CASES "/more-cases.json").size(), 60U);
}

}  // namespace

// What GoogleTest prints of a parameter.
void PrintTo(const Case& conversation, std::ostream* out) {
  *out << conversation.name;
}

}  // namespace shadowsim::conformance
