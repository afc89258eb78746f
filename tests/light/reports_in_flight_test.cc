#include "sim/light/reports_in_flight.h"

#include <gtest/gtest.h>

namespace shadowsim::light {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kNow{1h};

shadow::Section section(const char* json) {
  return shadow::Section::parse(json).value();
}

TEST(ReportsInFlight, AnAnswerIsTakenOnce) {
  ReportsInFlight reports;
  reports.add({"t1", section(R"({"a":1})"), kNow});
  EXPECT_FALSE(reports.take("t2"));
  EXPECT_TRUE(reports.take("t1"));
  EXPECT_FALSE(reports.take("t1"));
  EXPECT_TRUE(reports.empty());
}

TEST(ReportsInFlight, KnowsTheOldest) {
  ReportsInFlight reports;
  reports.add({"t1", section(R"({"a":1})"), kNow});
  reports.add({"t2", section(R"({"a":2})"), kNow + 1s});
  EXPECT_EQ(reports.oldest(), kNow);
  reports.take("t1");
  EXPECT_EQ(reports.oldest(), kNow + 1s);
}

TEST(ReportsInFlight, WhatIsOnItsWayIsNotMissing) {
  ReportsInFlight reports;
  const auto state = section(R"({"a":1,"b":2})");
  EXPECT_TRUE(shadow::same_state(reports.missing_from(state), state));
  reports.add({"t1", section(R"({"a":1})"), kNow});
  EXPECT_TRUE(shadow::same_state(reports.missing_from(state), section(R"({"b":2})")));
}

TEST(ReportsInFlight, OnlyTheLatestReportOfAKeyCounts) {
  ReportsInFlight reports;
  reports.add({"t1", section(R"({"a":1})"), kNow});
  reports.add({"t2", section(R"({"a":2})"), kNow});
  const auto state = section(R"({"a":1})");
  EXPECT_TRUE(shadow::same_state(reports.missing_from(state), state));
}

}  // namespace
}  // namespace shadowsim::light
