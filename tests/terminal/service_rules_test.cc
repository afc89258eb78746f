#include "sim/terminal/service_rules.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/endpoint/temporary_directory.h"

namespace shadowsim::terminal {
namespace {

using testing::HasSubstr;

constexpr const char* kPolicy =
    R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})";

TEST(ReadRules, NamesTheFileThatIsMissingWithoutItsNames) {
  const auto rules = read_rules({.policies = {{"light-*", "no-such.json"}}, .quotas = {}});
  ASSERT_TRUE(rules.has_error());
  EXPECT_EQ(rules.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(rules.error().message, testing::StartsWith("no-such.json: "));
}

TEST(ReadRules, TellsOfEveryPolicyThatIsWrong) {
  const endpoint::TemporaryDirectory directory;
  const std::string bad = directory.file("bad.json");
  const std::string good = directory.file("good.json");
  std::ofstream{bad} << "[]";
  std::ofstream{good} << kPolicy;
  const auto rules =
      read_rules({.policies = {{"", bad}, {"", good}, {"", "no-such.json"}}, .quotas = {}});
  ASSERT_TRUE(rules.has_error());
  EXPECT_EQ(rules.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(rules.error().message,
              testing::AllOf(testing::StartsWith(bad + ":1:1: a policy is an object"),
                             HasSubstr("\nno-such.json: "), testing::Not(HasSubstr(good))));
}

TEST(ReadRules, WarnsOfWordsThatMeanNothingAndGoesOn) {
  const endpoint::TemporaryDirectory directory;
  const std::string file = directory.file("p.json");
  std::ofstream{file} << R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow",
 "Action": ["iot:Sbscribe", "iot:*"], "Resource": "arn:aws:iot:*:*:topcfilter/*"}})";
  testing::internal::CaptureStderr();
  const auto rules = read_rules({.policies = {{"", file}}, .quotas = {}});
  const std::string err = testing::internal::GetCapturedStderr();
  ASSERT_TRUE(rules.has_value()) << rules.error().message;
  EXPECT_EQ(err, "shadowsim: warning: " + file +
                     ":2:13: 'iot:Sbscribe' is no action of an AWS IoT policy, and matches "
                     "nothing, did you mean 'iot:Subscribe'?\nshadowsim: warning: " +
                     file +
                     ":2:51: 'arn:aws:iot:*:*:topcfilter/*': AWS IoT has no resources of the type "
                     "'topcfilter', so it matches nothing, did you mean 'topicfilter'?\n");
}

TEST(ReadRules, HoldsAPolicyAgainstTheSizeThatTheQuotasSay) {
  using quota::Limit;
  const endpoint::TemporaryDirectory directory;
  const std::string file = directory.file("p.json");
  std::ofstream{file} << R"({"Version": "2012-10-17", "Id": ")" << std::string(2048, 'x')
                      << R"(", "Statement": []})";
  const std::string count =
      ":1:1: the policy has 2095 characters without white space, AWS takes at most ";
  const auto by_default = read_rules({.policies = {{"", file}}, .quotas = {}});
  ASSERT_TRUE(by_default.has_error());
  EXPECT_EQ(by_default.error().message,
            file + count + "2048 (policy_document_max_characters_without_whitespace)");
  const auto with_most = [&](double most) {
    return read_rules({.policies = {{"", file}},
                       .quotas = scenario::QuotaChoice{
                           .set = {{Limit::kPolicyDocumentMaxCharactersWithoutWhitespace, most}}}});
  };
  EXPECT_TRUE(with_most(2095).has_value());
  EXPECT_THAT(with_most(2094).error().message, HasSubstr("AWS takes at most 2094 "));
}

TEST(ReadRules, WarnsOfMorePoliciesThanAClientMayHaveAndGoesOn) {
  const endpoint::TemporaryDirectory directory;
  const std::string file = directory.file("p.json");
  std::ofstream{file} << kPolicy;
  const auto told_of = [&](std::size_t count, std::optional<scenario::QuotaChoice> quotas) {
    testing::internal::CaptureStderr();
    const auto rules =
        read_rules({.policies = std::vector<scenario::PolicyChoice>(count, {"", file}),
                    .quotas = std::move(quotas)});
    EXPECT_EQ(rules->policies->size(), count);
    return testing::internal::GetCapturedStderr();
  };
  EXPECT_EQ(told_of(10, {}), "");
  EXPECT_EQ(told_of(11, {}),
            "shadowsim: warning: every client has 11 policies, more than "
            "policies_max_per_certificate allows: 10; AWS would not attach " +
                file + '\n');
  EXPECT_THAT(
      told_of(3, scenario::QuotaChoice{.set = {{quota::Limit::kPoliciesMaxPerCertificate, 2}}}),
      HasSubstr("every client has 3 policies"));
}

TEST(ReadRules, TellsOfAWrongPolicyAndOfWrongQuotasAtOnce) {
  const auto rules = read_rules({.policies = {{"", "no-such.json"}},
                                 .quotas = scenario::QuotaChoice{.file = "no-such.yaml"}});
  ASSERT_TRUE(rules.has_error());
  EXPECT_THAT(rules.error().message,
              testing::AllOf(HasSubstr("no-such.yaml: "), HasSubstr("no-such.json: ")));
}

TEST(ReadRules, AttachesPoliciesToNames) {
  const endpoint::TemporaryDirectory directory;
  const std::string file = directory.file("p.json");
  std::ofstream{file} << kPolicy;
  const auto rules =
      read_rules({.policies = {{"", file}, {"light-*", file}, {"app", file}}, .quotas = {}});
  ASSERT_TRUE(rules.has_value()) << rules.error().message;
  EXPECT_EQ(rules->policies->size(), 1U);
  ASSERT_EQ(rules->attached.size(), 2U);
  EXPECT_TRUE(rules->attached[0].names.matches(U"light-7"));
  EXPECT_EQ(rules->attached[0].document.name, file);
  EXPECT_FALSE(rules->attached[1].names.matches(U"light-7"));
  EXPECT_EQ(read_rules({.policies = {{"light-*", file}}, .quotas = {}})->policies, nullptr);
}

TEST(ReadRules, ScalesQuotasAndSetsSomeOfThem) {
  using quota::Limit;
  const auto rules = read_rules(
      {.policies = {},
       .quotas = scenario::QuotaChoice{.scale = quota::Scale{.account = 0.01},
                                       .set = {{Limit::kConnectRequestsPerSecondPerAccount, 7}}}});
  ASSERT_TRUE(rules.has_value());
  EXPECT_EQ(rules->quotas->rate(Limit::kConnectRequestsPerSecondPerAccount), Rate{7});
  EXPECT_EQ(rules->quotas->rate(Limit::kSubscriptionsPerSecondPerAccount), Rate{30});
}

TEST(ReadRules, OfNothingAskForNothing) {
  const auto rules = read_rules({});
  ASSERT_TRUE(rules.has_value());
  EXPECT_EQ(rules->policies, nullptr);
  EXPECT_TRUE(rules->attached.empty());
  EXPECT_FALSE(rules->quotas.has_value());
}

}  // namespace
}  // namespace shadowsim::terminal
