#include "sim/results/slowest_json.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/results/sample_result.h"

namespace shadowsim::results {
namespace {

using measure::Flights;
using testing::HasSubstr;

std::string text() {
  const measure::RunResult result = sample_result();
  return to_slowest_json(result.flights, result.started_at);
}

std::string replaced(std::string where, const std::string& what, const std::string& with) {
  const std::size_t place = where.find(what);
  EXPECT_NE(place, where.npos) << what;
  return where.replace(place, what.size(), with);
}

TEST(SlowestJson, TellsWhichKeyIsWrong) {
  const struct {
    std::string what, with, complaint;
  } cases[] = {
      {"shadowsim.slowest/1", "shadowsim.slowest/9", "schema is 'shadowsim.slowest/9'"},
      {"\"change\": 1234", "\"change\": \"1234\"", "change is not a whole number"},
      {"\"light\": 25", "\"light\": 99999999999", "light is too large"},
      {"\"topic\": \"$aws/things/light-0025/shadow/update\"", "\"topic\": 3",
       "topic is not a text"},
      {"\"delta_us\": 900.5", "\"delta_us\": \"soon\"", "delta_us is not a number of microseconds"},
      {"\"converged_us\": 35700.125", "\"converged_us\": null", "each has converged_us"},
      {"\"unconverged_left_out\": 6", "\"left\": 6", "unconverged_left_out is missing"},
  };
  for (const auto& wrong : cases) {
    const auto parsed = parse_slowest_json(replaced(text(), wrong.what, wrong.with));
    ASSERT_TRUE(parsed.has_error()) << wrong.with;
    EXPECT_THAT(parsed.error().message, HasSubstr("slowest.json: "));
    EXPECT_THAT(parsed.error().message, HasSubstr(wrong.complaint));
  }
  EXPECT_TRUE(parse_slowest_json("{").has_error());
}

TEST(SlowestJson, HasEveryHopAndNullWhereItWasNotSeen) {
  EXPECT_THAT(text(), HasSubstr(R"(      "client_token": "change-1234",
      "version": 77,
      "reported_version": 78,
      "planned_at": "2026-11-23T04:12:13.163Z",
      "planned_us": 12913954.455,
      "sent_us": 110.25,
      "accepted_us": 800.0,
      "delta_us": 900.5,
      "reported_us": 35000.0,
      "report_accepted_us": 35700.125,
      "converged_us": 35700.125
)"));
  EXPECT_THAT(text(), HasSubstr("\"delta_us\": null,\n      \"reported_us\": null"));
}

TEST(SlowestJson, IsReadBackAsItWasWritten) {
  const auto parsed = parse_slowest_json(text());
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(*parsed, sample_result().flights);
}

}  // namespace
}  // namespace shadowsim::results
