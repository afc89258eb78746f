#include "sim/scenario/threshold.h"

#include <gtest/gtest.h>

#include "tests/scenario/reading.h"

namespace shadowsim::scenario {
namespace {

struct Good {
  const char* text;
  const char* metric;
  const char* over;  // empty: none
  Comparison comparison;
  double limit;
};

class GoodThreshold : public testing::TestWithParam<Good> {};

TEST_P(GoodThreshold, ReadsMetricComparisonAndLimit) {
  const auto& [text, metric, over, comparison, limit] = GetParam();
  const auto threshold = parse_threshold(text);
  ASSERT_TRUE(threshold) << threshold.error().message;
  EXPECT_EQ(threshold->expression, text);
  EXPECT_EQ(threshold->metric, metric);
  EXPECT_EQ(threshold->over.value_or(""), over);
  EXPECT_EQ(threshold->comparison, comparison);
  EXPECT_DOUBLE_EQ(threshold->limit, limit);
}

INSTANTIATE_TEST_SUITE_P(
    , GoodThreshold,
    testing::Values(
        Good{"latency_us.convergence.p99 < 250ms", "latency_us.convergence.p99", "",
             Comparison::kLess, 250'000},
        Good{"latency_us.convergence.p99<=1.5s", "latency_us.convergence.p99", "",
             Comparison::kLessOrEqual, 1'500'000},
        Good{"latency_us.delta.p50 < 300", "latency_us.delta.p50", "", Comparison::kLess, 300},
        Good{"changes.unconverged == 0", "changes.unconverged", "", Comparison::kEqual, 0},
        Good{"changes.converged / changes.scheduled >= 0.99", "changes.converged",
             "changes.scheduled", Comparison::kGreaterOrEqual, 0.99},
        Good{"changes.converged/changes.scheduled>99%", "changes.converged", "changes.scheduled",
             Comparison::kGreater, 0.99},
        Good{"messages.deltas_per_change <= 1.05", "messages.deltas_per_change", "",
             Comparison::kLessOrEqual, 1.05},
        Good{"elapsed_s < 1m", "elapsed_s", "", Comparison::kLess, 60},
        Good{"instrument.scheduling_lag_us.p99 < 1ms", "instrument.scheduling_lag_us.p99", "",
             Comparison::kLess, 1000},
        Good{"resources.cpu_us_per_change < 2ms", "resources.cpu_us_per_change", "",
             Comparison::kLess, 2000},
        Good{"x > -1e3", "x", "", Comparison::kGreater, -1000}));

struct Bad {
  const char* text;
  const char* problem;
};

class RefuseThreshold : public testing::TestWithParam<Bad> {};

TEST_P(RefuseThreshold, SaysWhatIsAllowed) {
  const auto threshold = parse_threshold(GetParam().text);
  ASSERT_TRUE(threshold.has_error());
  EXPECT_EQ(threshold.error().message, GetParam().problem);
}

constexpr const char* kForm =
    "write METRIC < LIMIT or METRIC / METRIC >= LIMIT, with one of < <= > >= ==";

INSTANTIATE_TEST_SUITE_P(
    , RefuseThreshold,
    testing::Values(
        Bad{"",
            "'' compares nothing: write METRIC < LIMIT or METRIC / METRIC >= LIMIT, with one "
            "of < <= > >= =="},
        Bad{"a.b = 1", "'=' is not a comparison, allowed: < <= > >= =="},
        Bad{"a.b != 1", "'!=' is not a comparison, allowed: < <= > >= =="},
        Bad{"a.b => 1", "'=>' is not a comparison, allowed: < <= > >= =="},
        Bad{"a.b <",
            "'' is not a limit: write a number, a percentage like 99%, or for a latency a "
            "duration like 250ms"},
        Bad{"a.b < 1 < 2",
            "'1 < 2' is not a limit: write a number, a percentage like 99%, or for "
            "a latency a duration like 250ms"},
        Bad{"a.b < nan",
            "'nan' is not a limit: write a number, a percentage like 99%, or for a "
            "latency a duration like 250ms"},
        Bad{"a.b < 5ms", "'5ms' is a duration, but a.b does not count time: write a number"},
        Bad{"latency_us.delta.count < 5ms",
            "'5ms' is a duration, but latency_us.delta.count does not count time: write a number"},
        Bad{"latency_us.a / latency_us.b < 5ms",
            "'5ms' is a duration, but a ratio does not count time: write a number"}));

TEST(ParseThreshold, RefusesWhatIsNoMetric) {
  for (const char* text : {"< 1", "a b < 1", "a / < 1", "/ a < 1", "a/b/c < 1", "a-b < 1"}) {
    const auto threshold = parse_threshold(text);
    ASSERT_TRUE(threshold.has_error()) << text;
    EXPECT_NE(threshold.error().message.find(kForm), std::string::npos) << text;
  }
}

TEST(Metrics, AreLookedUpWithTheirWildcards) {
  EXPECT_TRUE(is_metric("changes.converged", some_metrics()));
  EXPECT_TRUE(is_metric("messages.rejected.409", some_metrics()));
  EXPECT_FALSE(is_metric("messages.rejected", some_metrics()));
  EXPECT_FALSE(is_metric("messages.rejected.", some_metrics()));
  EXPECT_FALSE(is_metric("messages.rejected.409.x", some_metrics()));
  EXPECT_FALSE(is_metric("changes", some_metrics()));
  EXPECT_TRUE(is_metric("anything", {}));
}

TEST(Metrics, AreSuggestedByNameByGroupOrByTheirGroups) {
  EXPECT_EQ(unknown_metric("changes.convergd", some_metrics()),
            "there is no metric 'changes.convergd', did you mean 'changes.converged'?");
  EXPECT_EQ(unknown_metric("changes.x", some_metrics()),
            "there is no metric 'changes.x', allowed: changes.scheduled, changes.converged, "
            "changes.unconverged");
  EXPECT_EQ(unknown_metric("nothing.like.it", some_metrics()),
            "there is no metric 'nothing.like.it', they begin with: changes, latency_us, messages, "
            "elapsed_s");
}

}  // namespace
}  // namespace shadowsim::scenario
