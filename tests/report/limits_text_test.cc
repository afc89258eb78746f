#include "sim/report/limits_text.h"

#include <chrono>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::report {
namespace {

using namespace std::chrono_literals;
using probe::FoundLimit;
using probe::Sight;
using probe::Verdict;
using testing::HasSubstr;

FoundLimit limit(Verdict verdict, std::optional<double> found) {
  FoundLimit one{.subject = {.id = "P12",
                             .quota = "inbound_publish_requests_per_second_per_account",
                             .title = "a title of 21 letters",
                             .version = "3.1.1",
                             .unit = "/s",
                             .configured = 20000},
                 .finding = {.verdict = verdict, .found = found, .tried_up_to = 40000}};
  if (found) {
    one.finding.saw = {{{Sight::Kind::kDisconnect, 0x97}, 3}, {{Sight::Kind::kSilence, 0}, 2}};
    one.finding.recovered_after = 20ms;
  }
  return one;
}

TEST(LimitsText, NoLineIsWiderThanATerminal) {
  std::vector<FoundLimit> limits;
  for (const Verdict verdict :
       {Verdict::kHolds, Verdict::kDiffers, Verdict::kAbsent, Verdict::kHidden, Verdict::kBroken})
    limits.push_back(
        limit(verdict, verdict < Verdict::kAbsent ? std::optional{19999.5} : std::nullopt));
  limits[0].finding.recovered_after = 12'345ms;
  std::istringstream text{to_limits_text(limits)};
  int lines = 0;
  for (std::string line; std::getline(text, line); ++lines)
    EXPECT_LE(line.size(), 80U) << line;
  EXPECT_GE(lines, 7);
}

TEST(LimitsText, ARowSaysWhatWasFoundAndSeen) {
  const std::vector<FoundLimit> limits{limit(Verdict::kHolds, 19990)};
  const std::string text = to_limits_text(limits);
  EXPECT_THAT(text, HasSubstr("P12 a title of 21 letters 3.1.1   20000/s   19990/s "
                              "DISCONNECT 0x97 0.02 holds\n"));
  EXPECT_THAT(text, HasSubstr("\n" + std::string(52, ' ') + "silence\n"))
      << "what has no room follows";
  EXPECT_THAT(text, HasSubstr("\n1 of 1 limits hold\n"));
}

TEST(LimitsText, WhatIsAbsentSaysHowFarWasLooked) {
  const std::vector<FoundLimit> limits{limit(Verdict::kAbsent, std::nullopt),
                                       limit(Verdict::kHidden, std::nullopt)};
  EXPECT_EQ(found_text(limits[0]), ">40000/s");
  EXPECT_EQ(found_text(limits[1]), "-");
  EXPECT_THAT(to_limits_text(limits), HasSubstr("0 of 2 limits hold, 1 absent, 1 hidden"));
}

TEST(LimitsText, NumbersAreShort) {
  EXPECT_EQ(limit_text(100, "/s"), "100/s");
  EXPECT_EQ(limit_text(99.96, "/s"), "100/s");
  EXPECT_EQ(limit_text(0.95, "/s"), "1/s");
  EXPECT_EQ(limit_text(50.14, "/s"), "50.1/s");
  EXPECT_EQ(limit_text(131072, "B"), "131072 B");
  EXPECT_EQ(limit_text(524288, "B/s"), "512 KiB/s");
  EXPECT_EQ(limit_text(30, "s"), "30 s");
  EXPECT_EQ(limit_text(8, ""), "8");
}

}  // namespace
}  // namespace shadowsim::report
