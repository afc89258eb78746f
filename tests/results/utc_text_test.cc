#include "sim/results/utc_text.h"

#include <gtest/gtest.h>

namespace shadowsim::results {
namespace {

using namespace std::chrono_literals;

const WallTime kWhen =
    WallTime{std::chrono::sys_days{std::chrono::year{2026} / 11 / 3}} + 4h + 5min + 6s + 7ms;

TEST(UtcText, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "2026-11-03 04:05:06.007Z", "2026-11-03T04:05:06.007", "2026-11-03T04:05:06.Z",
        "2026-02-30T04:05:06.007Z", "2026-11-03T24:05:06.007Z", "2026-11-03T04:60:06.007Z",
        "2026-11-03T04:05:60.007Z", "2026-1a-03T04:05:06.007Z", "2026-11-03T04:05:06.007Z ",
        "2026-11-03T04:05:06+24:00", "2026-11-03T04:05:06+0100", "2026-11-03T04:05Z"})
    EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
}

TEST(UtcText, PadsEveryPart) {
  EXPECT_EQ(to_rfc3339(kWhen), "2026-11-03T04:05:06.007Z");
  EXPECT_EQ(to_basic_utc(kWhen), "20261103T040506Z");
}

TEST(UtcText, IsReadBack) {
  EXPECT_EQ(parse_rfc3339(to_rfc3339(kWhen)), kWhen);
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00.000Z"), WallTime{});
}

TEST(UtcText, ReadsWhatOthersWrite) {
  for (const char* text : {"2026-11-03T04:05:06.007Z", "2026-11-03t04:05:06.007999z",
                           "2026-11-03T05:35:06.007+01:30", "2026-11-02T23:05:06.007-05:00"})
    EXPECT_EQ(parse_rfc3339(text), kWhen) << text;
  EXPECT_EQ(parse_rfc3339("2026-11-03T04:05:06Z"), kWhen - 7ms);
  EXPECT_EQ(parse_rfc3339("2026-11-03T04:05:06.5Z"), kWhen + 493ms);
}

}  // namespace
}  // namespace shadowsim::results
