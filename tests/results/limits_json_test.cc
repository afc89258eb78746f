#include "sim/results/limits_json.h"

#include <chrono>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::results {
namespace {

using namespace std::chrono_literals;
using probe::FoundLimit;
using probe::Sight;
using probe::Verdict;
using testing::HasSubstr;

FoundLimit limit(Verdict verdict) {
  FoundLimit one{.subject = {.id = "P3",
                             .quota = "publish_requests_per_second_per_connection",
                             .title = "publishes, QoS 1",
                             .version = "5",
                             .unit = "/s",
                             .configured = 100},
                 .finding = {.verdict = verdict, .tried_up_to = 200}};
  if (verdict != Verdict::kAbsent) {
    one.finding.found = 99.9;
    one.finding.saw = {{{Sight::Kind::kPuback, 0x97}, 1001}};
    one.finding.recovered_after = 15ms;
  }
  return one;
}

measure::RunResult complete() {
  measure::RunResult result;
  result.complete = true;
  return result;
}

TEST(LimitsJson, AnAbsentOrInterruptedLimitFails) {
  measure::RunResult absent = complete();
  judge_limits(absent, std::vector{limit(Verdict::kHolds), limit(Verdict::kAbsent)});
  EXPECT_FALSE(absent.passed);
  ASSERT_EQ(absent.thresholds.size(), 2U);
  EXPECT_TRUE(absent.thresholds[0].passed);
  EXPECT_FALSE(absent.thresholds[1].passed);
  EXPECT_EQ(absent.thresholds[1].remark, "not found as far as 200/s");
  EXPECT_EQ(absent.thresholds[1].observed, std::nullopt);

  measure::RunResult interrupted;
  judge_limits(interrupted, std::vector{limit(Verdict::kHolds)});
  EXPECT_FALSE(interrupted.passed);
}

TEST(LimitsJson, ALimitIsAThresholdOfItsOwnName) {
  measure::RunResult result = complete();
  judge_limits(result, std::vector{limit(Verdict::kHolds)});
  EXPECT_TRUE(result.passed);
  EXPECT_EQ(result.thresholds[0].expression,
            "P3 publish_requests_per_second_per_connection (publishes, QoS 1), MQTT 5: 100/s");
  EXPECT_EQ(result.thresholds[0].observed, 99.9);
}

TEST(LimitsJson, HoldsAllThatWasFound) {
  measure::RunResult result = complete();
  const std::vector limits{limit(Verdict::kHolds), limit(Verdict::kAbsent)};
  judge_limits(result, limits);
  const std::string json = to_limits_json(limits, {}, result);
  for (const char* const part :
       {R"("schema": "shadowsim.limits/1")", R"("window_s": 10.0)",
        R"("quota": "publish_requests_per_second_per_connection")", R"("configured": 100.0)",
        R"("found": 99.9)", R"("sight": "PUBACK 0x97")", R"("times": 1001)",
        R"("recovered_after_s": 0.015)", R"("verdict": "holds")", R"("found": null)",
        R"("verdict": "absent")", R"("verdict": "fail")"})
    EXPECT_THAT(json, HasSubstr(part));
}

}  // namespace
}  // namespace shadowsim::results
