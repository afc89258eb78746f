#include "sim/terminal/quota_text.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::terminal {
namespace {

using quota::Limit;
using testing::HasSubstr;
using testing::Not;

const ChosenQuotas kQuotas{quota::QuotaProfile{}, "AWS's defaults in a large Region", 0.8};

std::vector<demand::Judged> judged(std::vector<demand::Need> needs) {
  demand::Demand demand;
  demand.needs = std::move(needs);
  return demand::judge(demand, kQuotas.profile, kQuotas.share);
}

const demand::Need kConnects{Limit::kConnectRequestsPerSecondPerAccount, "connects", 100,
                             "connecting"};
const demand::Need kSubscribes{Limit::kSubscriptionsPerSecondPerAccount, "subscribes", 4500,
                               "connecting"};
const demand::Need kGets{Limit::kShadowApiRequestsPerSecondPerAccount, "shadow requests", 3300.5,
                         "final check"};
const demand::Need kOfApp{Limit::kPublishRequestsPerSecondPerConnection, "sent by a connection",
                          231, "a-very-long-client-id-of-an-app-0, at 12.3 s"};
const demand::Need kShortName{Limit::kClientIdMaxBytesUtf8, "bytes of a client ID", 15, ""};
const demand::Need kLongName{Limit::kClientIdMaxBytesUtf8, "bytes of a client ID", 140, ""};

TEST(QuotaText, HasARowForEachNeed) {
  EXPECT_EQ(quota_text(judged({kConnects, kSubscribes, kShortName}), kQuotas),
            "quotas       AWS's defaults in a large Region, of which 80 % may be used\n"
            "                            at most      limit   used  when\n"
            "  connects                    100/s    3,000/s    3 %  connecting\n"
            "! subscribes                4,500/s    3,000/s  150 %  connecting\n"
            "  1 sizes of packets, names and connections use less than half of theirs\n");
}

TEST(QuotaText, FitsEightyColumns) {
  demand::Need huge = kOfApp;
  huge.most = 9'999'999;
  std::istringstream lines{quota_text(judged({kOfApp, kGets, kLongName, huge}), kQuotas) +
                           refusal_text(judged({kOfApp, kGets, kLongName, huge}), kQuotas)};
  for (std::string line; std::getline(lines, line);)
    EXPECT_LE(line.size(), 80U) << line;
}

TEST(QuotaText, KeepsTheEndOfALongPlace) {
  EXPECT_THAT(quota_text(judged({kOfApp}), kQuotas), HasSubstr("-an-app-0, at 12.3 s\n"));
}

TEST(QuotaText, WarnsOfWhatNoAccountCouldBear) {
  EXPECT_TRUE(quota_warnings(judged({kConnects, kSubscribes, kGets, kShortName}), kQuotas).empty())
      << "an account's quotas can be raised";
  const auto warnings = quota_warnings(judged({kOfApp, kLongName}), kQuotas);
  ASSERT_EQ(warnings.size(), 2U);
  EXPECT_EQ(warnings[0],
            "sent by a connection: 231/s, a-very-long-client-id-of-an-app-0, at 12.3 s, above "
            "AWS's defaults in a large Region (publish_requests_per_second_per_connection: 100/s); "
            "what helps: more apps.sessions, or lower rates");
  EXPECT_EQ(warnings[1],
            "bytes of a client ID: 140, above AWS's defaults in a large Region "
            "(client_id_max_bytes_utf8: 128); what helps: shorter names");
}

TEST(QuotaText, ARefusalNamesQuotaPlanLimitAndOptions) {
  const std::string text = refusal_text(judged({kConnects, kSubscribes, kGets}), kQuotas);
  EXPECT_THAT(text, Not(HasSubstr("connects:")));
  EXPECT_THAT(text, HasSubstr("subscribes: planned 4,500/s, allowed 2,400/s, limit 3,000/s\n"
                              "    subscriptions_per_second_per_account\n"
                              "    what helps: a lower fleet.connect_rate\n"));
  EXPECT_THAT(text, HasSubstr("planned 3300.5/s, allowed 3,200/s, limit 4,000/s"));
  EXPECT_THAT(text, HasSubstr("a lower fleet.check_rate"));
  for (const char* const option : {"--quota-share", "--quotas", "--beyond-quotas"})
    EXPECT_THAT(text, HasSubstr(option));
}

}  // namespace
}  // namespace shadowsim::terminal
