#include "sim/base/units.h"

#include <gtest/gtest.h>

namespace shadowsim {
namespace {

using namespace std::chrono_literals;

struct GoodDuration {
  const char* text;
  Duration expected;
};

class ParseDuration : public testing::TestWithParam<GoodDuration> {};

TEST_P(ParseDuration, ReadsNumberAndUnit) {
  EXPECT_EQ(parse_duration(GetParam().text).value(), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(, ParseDuration,
                         testing::Values(GoodDuration{"250ms", 250ms}, GoodDuration{"1.5s", 1500ms},
                                         GoodDuration{"10m", 10min}, GoodDuration{"24h", 24h},
                                         GoodDuration{"30us", 30us}, GoodDuration{"7ns", 7ns},
                                         GoodDuration{"0", 0s}, GoodDuration{"0ms", 0s}));

class RefuseDuration : public testing::TestWithParam<const char*> {};

TEST_P(RefuseDuration, SaysWhatIsWrong) {
  const auto parsed = parse_duration(GetParam());
  ASSERT_TRUE(parsed.has_error());
  EXPECT_EQ(parsed.error().kind, ErrorKind::kUsage);
  EXPECT_NE(parsed.error().message.find(GetParam()), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(, RefuseDuration,
                         testing::Values("", "5", "-1s", "1 s", "1sec", "s", "1e3s", "nans", "infs",
                                         "99999999999h", "0x10s"));

TEST(DurationText, IsTheShortestThatReadsBackExactly) {
  for (const char* text : {"250ms", "1500us", "90m", "2h", "0s", "1ns"})
    EXPECT_EQ(to_text(parse_duration(text).value()), text);
}

TEST(ParseRate, ReadsPerSecondMinuteAndHour) {
  EXPECT_DOUBLE_EQ(parse_rate("100/s").value().per_second, 100);
  EXPECT_DOUBLE_EQ(parse_rate("30/m").value().per_second, 0.5);
  EXPECT_DOUBLE_EQ(parse_rate("36/h").value().per_second, 0.01);
  EXPECT_DOUBLE_EQ(parse_rate("0").value().per_second, 0);
}

TEST(ParseRate, RefusesWhatIsNotOne) {
  for (const char* text : {"", "100", "/s", "-1/s", "1/x", "1 /s"})
    EXPECT_TRUE(parse_rate(text).has_error()) << text;
}

}  // namespace
}  // namespace shadowsim
