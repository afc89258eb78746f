#include "sim/measure/saturation.h"

#include <optional>

#include <gtest/gtest.h>

namespace shadowsim::measure {
namespace {

std::string saturation(std::optional<double> harness, std::optional<double> endpoint) {
  RunResult result;
  result.instrument.busiest_thread = harness;
  result.resources.endpoint_busiest_thread = endpoint;
  return saturation_text(result);
}

TEST(Saturation, IsTheEndpointsWhereOnlyThatIsFull) {
  EXPECT_EQ(saturation(0.6, 0.98), "the endpoint (busiest thread 98 %)");
}

TEST(Saturation, IsTheHarnessesWhereOnlyThatIsFull) {
  EXPECT_EQ(saturation(0.95, 0.5), "the harness (busiest thread 95 %)");
  EXPECT_EQ(saturation(0.95, {}), "the harness (busiest thread 95 %)");
}

TEST(Saturation, NamesTheFullerOneFirst) {
  EXPECT_EQ(saturation(0.92, 0.98),
            "the endpoint (busiest thread 98 %), then the harness (busiest thread 92 %)");
  EXPECT_EQ(saturation(0.99, 0.91),
            "the harness (busiest thread 99 %), then the endpoint (busiest thread 91 %)");
}

TEST(Saturation, IsOfNeitherWhereBothHadTime) {
  EXPECT_EQ(saturation(0.3, 0.9),
            "neither the endpoint (busiest thread 90 %) nor the harness (busiest thread 30 %)");
  EXPECT_EQ(saturation({}, {}), "neither the endpoint (CPU unknown) nor the harness (CPU unknown)");
}

}  // namespace
}  // namespace shadowsim::measure
