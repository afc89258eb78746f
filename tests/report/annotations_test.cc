#include "sim/report/annotations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/results/sample_result.h"

namespace shadowsim::report {
namespace {

using testing::HasSubstr;

TEST(Annotations, NameWhatFailed) {
  EXPECT_THAT(to_annotations(results::sample_result()),
              HasSubstr("::error title=shadowsim colour-churn::does not hold: "
                        "changes.unconverged == 0 (observed: 7)\n"));
}

TEST(Annotations, EscapeWhatWouldEndThem) {
  measure::RunResult result;
  result.complete = true;
  result.scenario.name = "a:b,c";
  result.thresholds = {{.expression = "changes.converged / changes.scheduled >= 90%\n",
                        .observed = 0.5,
                        .passed = false,
                        .remark = ""}};
  EXPECT_EQ(to_annotations(result),
            "::error title=shadowsim a%3Ab%2Cc::does not hold: changes.converged / "
            "changes.scheduled >= 90%25%0A (observed: 0.5)\n");
}

TEST(Annotations, AreEmptyWhereAllIsWell) {
  measure::RunResult result;
  result.complete = true;
  EXPECT_EQ(to_annotations(result), "");
}

}  // namespace
}  // namespace shadowsim::report
