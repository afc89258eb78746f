#include "sim/terminal/threshold_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/measure/metric.h"
#include "sim/scenario/threshold.h"

namespace shadowsim::terminal {
namespace {

using testing::Contains;

TEST(ThresholdNames, HaveWhatAnEndpointTellsBesideTheMetrics) {
  const auto names = threshold_names();
  EXPECT_THAT(names, Contains("changes.unconverged"));
  EXPECT_THAT(names, Contains("refusals.total"));
  EXPECT_THAT(names, Contains("refusals.endpoint.PublishIn.Throttle"));
  EXPECT_THAT(names, Contains("refusals.quotas.connect_requests_per_second_per_account.share"));
  EXPECT_THAT(names, Contains("refusals.causes.topic_max_slashes"));
  EXPECT_THAT(names, Contains("refusals.packets.publishes_passed"));
}

TEST(ThresholdNames, AreAllOfMetricsAndCanBeWritten) {
  measure::RunResult result;
  result.refusals.endpoint.emplace();
  for (const std::string& name : threshold_names()) {
    EXPECT_TRUE(measure::metric_value(result, name).has_value()) << name;
    EXPECT_TRUE(scenario::parse_threshold(name + " == 0")) << name;
  }
}

}  // namespace
}  // namespace shadowsim::terminal
