#include "sim/terminal/quota_choice.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/endpoint/temporary_directory.h"

namespace shadowsim::terminal {
namespace {

using quota::Limit;
using testing::HasSubstr;

TEST(QuotaChoice, AFileThatIsWrongIsSaidWithItsPlace) {
  const endpoint::TemporaryDirectory directory;
  const std::string file = directory.file("account.yaml");
  std::ofstream{file} << "connect:\n  connects: 3\n";
  const auto quotas = choose_quotas({.file = file, .share = {}, .beyond = false}, "");
  ASSERT_TRUE(quotas.has_error());
  EXPECT_THAT(quotas.error().message, HasSubstr(file + ":2:3: "));
}

TEST(QuotaChoice, AFileIsTaken) {
  const endpoint::TemporaryDirectory directory;
  const std::string file = directory.file("account.yaml");
  std::ofstream{file} << "connect: {connect_requests_per_second_per_account: 7}\n";
  const auto quotas = choose_quotas({.file = file, .share = 0.5, .beyond = false},
                                    "a-ats.iot.eu-north-1.amazonaws.com");
  ASSERT_TRUE(quotas) << quotas.error().message;
  EXPECT_EQ(quotas->profile.rate(Limit::kConnectRequestsPerSecondPerAccount), Rate{7});
  EXPECT_EQ(quotas->title, "the quotas in " + file);
  EXPECT_EQ(quotas->share, 0.5);
}

TEST(QuotaChoice, WithoutOneItIsAwsDefaultsInTheEndpointsRegion) {
  const auto rate_at = [](const char* host) {
    return choose_quotas({}, host)->profile.rate(Limit::kConnectRequestsPerSecondPerAccount);
  };
  EXPECT_EQ(rate_at(""), Rate{3000});
  EXPECT_EQ(rate_at("iot.example.com"), Rate{3000});
  EXPECT_EQ(rate_at("a-ats.iot.us-east-1.amazonaws.com"), Rate{3000});
  EXPECT_EQ(rate_at("a-ats.iot.eu-north-1.amazonaws.com"), Rate{100});
  EXPECT_EQ(choose_quotas({}, "a-ats.iot.eu-north-1.amazonaws.com")->title,
            "AWS's defaults in eu-north-1");
  EXPECT_EQ(choose_quotas({}, "")->share, 0.8);
}

TEST(QuotaChoice, TheScenariosGoBeforeAwsAndAFileBeforeThem) {
  const endpoint::TemporaryDirectory directory;
  const std::string file = directory.file("account.yaml");
  std::ofstream{file} << "connect: {connect_requests_per_second_per_account: 7}\n";
  quota::QuotaProfile own;
  own.set(Limit::kConnectRequestsPerSecondPerAccount, 5);
  const char* const host = "a-ats.iot.eu-north-1.amazonaws.com";
  const auto chosen = choose_quotas({}, host, own);
  ASSERT_TRUE(chosen) << chosen.error().message;
  EXPECT_EQ(chosen->profile.rate(Limit::kConnectRequestsPerSecondPerAccount), Rate{5});
  EXPECT_EQ(chosen->title, "the scenario's endpoint.quotas");
  const auto named = choose_quotas({.file = file, .share = {}, .beyond = false}, host, own);
  ASSERT_TRUE(named) << named.error().message;
  EXPECT_EQ(named->profile.rate(Limit::kConnectRequestsPerSecondPerAccount), Rate{7});
}

TEST(QuotaChoice, OptionsAreRefusedWhereThereIsNoAccount) {
  EXPECT_TRUE(refuse_for_embedded({}));
  for (const QuotaOptions& given : {QuotaOptions{.file = "f.yaml", .share = {}, .beyond = false},
                                    QuotaOptions{.file = {}, .share = 0.5, .beyond = false},
                                    QuotaOptions{.file = {}, .share = {}, .beyond = true}}) {
    const auto refused = refuse_for_embedded(given);
    ASSERT_TRUE(refused.has_error());
    EXPECT_THAT(refused.error().message, HasSubstr("--endpoint"));
  }
}

TEST(QuotaChoice, AShareIsAPercentageAboveZeroAtMostAll) {
  for (const char* const wrong :
       {"", "%", "0", "-5", "101", "80 %", "80%%", "eighty", "nan", "1e9"})
    EXPECT_EQ(parse_share(wrong), std::nullopt) << wrong;
  EXPECT_EQ(parse_share("80"), 0.8);
  EXPECT_EQ(parse_share("80%"), 0.8);
  EXPECT_EQ(parse_share("0.5"), 0.005);
  EXPECT_EQ(parse_share("100"), 1);
}

}  // namespace
}  // namespace shadowsim::terminal
