#include "sim/terminal/policy_count.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::terminal {
namespace {

using scenario::PolicyChoice;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// That many policies for the things of such names.
void attach(std::vector<PolicyChoice>& choices, const std::string& names, int count) {
  for (int i = 0; i < count; ++i)
    choices.push_back({names, (names.empty() ? "all" : names) + std::to_string(i)});
}

const quota::QuotaProfile kQuotas;

TEST(PolicyCount, OfTenIsWhatAwsAttaches) {
  std::vector<PolicyChoice> choices;
  attach(choices, "", 4);
  attach(choices, "light-*", 6);
  attach(choices, "app", 6);
  EXPECT_THAT(policy_count_warnings(choices, kQuotas), IsEmpty());
}

TEST(PolicyCount, OfElevenForEverybodyIsToldOnce) {
  std::vector<PolicyChoice> choices;
  attach(choices, "light-*", 1);
  attach(choices, "", 12);
  EXPECT_THAT(policy_count_warnings(choices, kQuotas),
              ElementsAre("every client has 12 policies, more than policies_max_per_certificate "
                          "allows: 10; AWS would not attach all10, all11"));
}

TEST(PolicyCount, AddsThoseOfEverybodyToThoseOfAName) {
  std::vector<PolicyChoice> choices;
  attach(choices, "", 5);
  attach(choices, "light-*", 6);
  attach(choices, "app", 2);
  EXPECT_THAT(
      policy_count_warnings(choices, kQuotas),
      ElementsAre("a client named like light-* has 11 policies, more than "
                  "policies_max_per_certificate allows: 10; AWS would not attach light-*5"));
}

TEST(PolicyCount, AddsPatternsThatTheSameNameFits) {
  std::vector<PolicyChoice> choices;
  attach(choices, "light-*", 6);
  attach(choices, "light-?7", 5);
  EXPECT_THAT(policy_count_warnings(choices, kQuotas),
              ElementsAre(HasSubstr("a client named like light-?7 has 11 policies")));
}

TEST(PolicyCount, IsHeldAgainstTheProfileInForce) {
  std::vector<PolicyChoice> choices;
  attach(choices, "", 3);
  quota::QuotaProfile quotas;
  quotas.set(quota::Limit::kPoliciesMaxPerCertificate, 2);
  EXPECT_THAT(policy_count_warnings(choices, quotas),
              ElementsAre(HasSubstr("has 3 policies, more than policies_max_per_certificate "
                                    "allows: 2;")));
}

}  // namespace
}  // namespace shadowsim::terminal
