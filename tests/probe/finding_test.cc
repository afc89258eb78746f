#include "sim/probe/finding.h"

#include <chrono>

#include <gtest/gtest.h>

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;
using Kind = Sight::Kind;

TEST(Finding, ARateIsTheSameWithinFivePerCentOrOneRequest) {
  EXPECT_TRUE(is_same_rate(1000, 10s, 100));
  EXPECT_TRUE(is_same_rate(950, 10s, 100));
  EXPECT_TRUE(is_same_rate(1050, 10s, 100));
  EXPECT_FALSE(is_same_rate(949, 10s, 100));
  EXPECT_FALSE(is_same_rate(1051, 10s, 100));
  EXPECT_TRUE(is_same_rate(9, 10s, 1)) << "one request at the window's edge";
  EXPECT_TRUE(is_same_rate(11, 10s, 1));
  EXPECT_FALSE(is_same_rate(8, 10s, 1));
  EXPECT_FALSE(is_same_rate(0, 10s, 1));
}

TEST(Finding, SaysWhatWasSeenMostFirst) {
  Finding finding;
  EXPECT_EQ(saw_text(finding), "");
  finding.saw = {{{Kind::kClose, 0}, 3}, {{Kind::kConnack, 0x97}, 5}, {{Kind::kSilence, 0}, 1}};
  EXPECT_EQ(saw_text(finding), "CONNACK 0x97, close, silence");
  EXPECT_EQ(to_text(Sight{Kind::kDisconnect, 0x9B}), "DISCONNECT 0x9B");
  EXPECT_EQ(to_text(Sight{Kind::kRejected, 429}), "rejected 429");
}

TEST(Finding, OnlyWhatHoldsOrCannotBeFoundOutIsGood) {
  for (const auto& [verdict, is_good] :
       {std::pair{Verdict::kHolds, true}, std::pair{Verdict::kHidden, true},
        std::pair{Verdict::kDiffers, false}, std::pair{Verdict::kAbsent, false},
        std::pair{Verdict::kBroken, false}})
    EXPECT_EQ(Finding{.verdict = verdict}.is_good(), is_good) << name_of(verdict);
}

}  // namespace
}  // namespace shadowsim::probe
