#include "sim/report/junit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/results/sample_result.h"

namespace shadowsim::report {
namespace {

using results::sample_result;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(Junit, AThresholdThatFailedIsAFailedCase) {
  const std::string xml = to_junit_xml(sample_result());
  EXPECT_THAT(xml, HasSubstr("    <testcase name=\"changes.unconverged == 0\" "
                             "classname=\"shadowsim.colour-churn\" time=\"0\">\n"
                             "      <failure type=\"threshold\" message=\"observed: 7\"/>\n"
                             "    </testcase>\n"));
}

TEST(Junit, AThresholdThatHeldIsACaseWithoutFailure) {
  EXPECT_THAT(to_junit_xml(sample_result()),
              HasSubstr("name=\"latency_us.convergence.p99 &lt; 250ms\" "
                        "classname=\"shadowsim.colour-churn\" time=\"0\"/>\n"));
}

TEST(Junit, ARunThatIsNotCompleteFailsACaseOfItsOwn) {
  measure::RunResult result = sample_result();
  result.complete = false;
  const std::string xml = to_junit_xml(result);
  EXPECT_THAT(xml, HasSubstr("tests=\"4\" failures=\"2\""));
  EXPECT_THAT(xml, HasSubstr("name=\"the run is complete\" classname=\"shadowsim.colour-churn\" "
                             "time=\"0\">\n      <failure "));
}

TEST(Junit, TheSuiteSaysWhatWasRunAndWhen) {
  const std::string xml = to_junit_xml(sample_result());
  EXPECT_THAT(xml, StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "));
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"colour-churn\" tests=\"4\" failures=\"1\" "
                             "errors=\"0\" time=\"31.250\" skipped=\"0\" "
                             "timestamp=\"2026-11-23T04:12:00\">"));
  EXPECT_THAT(xml, HasSubstr("<property name=\"scenario.seed\" value=\"18446744073709551615\"/>"));
}

TEST(Junit, TextsOfUsersAreEscaped) {
  measure::RunResult result = sample_result();
  result.scenario.file = "a\"b<c>&d.yaml";
  EXPECT_THAT(to_junit_xml(result), HasSubstr("value=\"a&quot;b&lt;c&gt;&amp;d.yaml\""));
}

}  // namespace
}  // namespace shadowsim::report
