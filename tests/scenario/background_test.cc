#include "sim/scenario/background.h"

#include <gtest/gtest.h>

#include "tests/scenario/reading.h"

namespace shadowsim::scenario {
namespace {

using quota::Limit;

std::string scenario(std::string_view background) {
  return "shadowsim: 1\nfleet: {lights: 5}\n" + std::string{background} +
         "timeline: [{pause: 1s}]\n";
}

TEST(Background, IsNotThereUnlessItIsAskedFor) {
  EXPECT_FALSE(good(scenario("")).background);
}

TEST(Background, TakesFourFifthsOfAllUnlessToldOtherwise) {
  const auto background = good(scenario("background: {}\n")).background;
  ASSERT_TRUE(background);
  EXPECT_EQ(background->share, 0.8);
  EXPECT_TRUE(std::ranges::equal(background->quotas, background_quotas()));
  EXPECT_EQ(good(scenario("background: {quotas: all}\n")).background, background);
}

TEST(Background, TakesAShareOfThoseThatAreNamed) {
  const auto background =
      good(scenario("background: {share: 0.5, quotas: [unsubscriptions_per_second_per_account, "
                    "retained_messages_max_per_account]}\n"))
          .background;
  ASSERT_TRUE(background);
  EXPECT_EQ(background->share, 0.5);
  EXPECT_EQ(background->quotas, (std::vector{Limit::kUnsubscriptionsPerSecondPerAccount,
                                             Limit::kRetainedMessagesMaxPerAccount}));
}

TEST(Background, IsRefusedWhereItMeansNothing) {
  EXPECT_EQ(problems_of(scenario(
                "background: {quotas: [retained_messages_max_per_acount, payload_max_bytes]}\n")),
            "s.yaml:3:23: background.quotas: 'retained_messages_max_per_acount' is no quota that "
            "a background can take a share of, did you mean 'retained_messages_max_per_account'?\n"
            "s.yaml:3:57: background.quotas: 'payload_max_bytes' is no quota that a background can "
            "take a share of");
  EXPECT_EQ(problems_of(scenario("background: {quotas: [unsubscriptions_per_second_per_account, "
                                 "unsubscriptions_per_second_per_account]}\n")),
            "s.yaml:3:63: background.quotas: unsubscriptions_per_second_per_account is there "
            "twice");
  EXPECT_EQ(problems_of(scenario("background: {share: 0}\n")),
            "s.yaml:3:21: background.share must be a number above 0, at most 1, not '0'");
  EXPECT_EQ(problems_of(scenario("background: {quotas: some}\n")).find("s.yaml:3:22"), 0U);
}

}  // namespace
}  // namespace shadowsim::scenario
