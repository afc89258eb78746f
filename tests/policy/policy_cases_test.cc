// The files of cases beside this one: the public ones, and our own.

#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "sim/policy/policy_case.h"

namespace shadowsim::policy {
namespace {

std::vector<Case> cases_in(const std::string& file) {
  std::ifstream in{file};
  const std::string json{std::istreambuf_iterator<char>{in}, {}};
  auto cases = parse_cases(json, file);
  if (cases) return *std::move(cases);
  ADD_FAILURE() << cases.error().message;
  return {};
}

class PolicyCases : public testing::TestWithParam<const char*> {};

TEST_P(PolicyCases, AllPass) {
  std::set<std::string> names;
  for (const Case& one : cases_in(GetParam())) {
    EXPECT_TRUE(passes(one)) << failure_text(one);
    EXPECT_TRUE(names.insert(one.name).second) << one.name << " stands twice";
  }
  EXPECT_GT(names.size(), 25U);
}

INSTANTIATE_TEST_SUITE_P(, PolicyCases, testing::Values(SHADOWSIM_CASES, SHADOWSIM_MORE_CASES));

TEST(PublicCases, AreAllThere) {
  EXPECT_EQ(cases_in(SHADOWSIM_CASES).size(), 103U);
}

}  // namespace
}  // namespace shadowsim::policy
