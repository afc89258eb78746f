#include "sim/admission/counters.h"

#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace shadowsim::admission {
namespace {

TEST(Counters, HaveAName) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kMetrics; ++i)
    names.insert(name_of(static_cast<Metric>(i)));
  EXPECT_EQ(names.size(), kMetrics);
  EXPECT_FALSE(names.contains(""));
  EXPECT_EQ(name_of(Metric::kThrottleExceeded), "Throttle.Exceeded");
  EXPECT_EQ(name_of(Metric::kShadowThrottle), "Shadow.Throttle");
}

TEST(Counters, CountRefusalsByCause) {
  Counters counters;
  counters.count_refusal(Metric::kConnectThrottle, "a");
  counters.count_refusal(Metric::kConnectThrottle, "a");
  counters.count_refusal(Metric::kPublishInThrottle, "b");
  EXPECT_EQ(counters.of(Metric::kConnectThrottle), 2U);
  EXPECT_EQ(counters.refusals(), (std::map<std::string, std::uint64_t>{{"a", 2}, {"b", 1}}));
}

TEST(Counters, DoNotGrowWithoutBound) {
  Counters counters;
  for (int i = 0; i < 5000; ++i)
    counters.count_refusal(Metric::kPublishInAuthError, fmt::format("cause {}", i));
  EXPECT_EQ(counters.refusals().size(), Counters::kCausesMost + 1);
  EXPECT_EQ(counters.refusals().at("others"), 4000U);
}

}  // namespace
}  // namespace shadowsim::admission
