#include "sim/results/repeat_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/results/sample_result.h"

namespace shadowsim::results {
namespace {

using testing::AllOf;
using testing::HasSubstr;

measure::Repetition sample() {
  measure::Repetition repetition{
      .scenario = {}, .planned = 3, .runs = {}, .figures = {}, .thresholds = {}};
  repetition.add("run-1", sample_result());
  auto second = sample_result();
  second.connections.established = 0;
  second.complete = false;
  repetition.add("run-2", second);
  return repetition;
}

TEST(RepeatJson, WhatIsNoneIsRefusedWithTheFilesName) {
  const std::string whole = to_repeat_json(sample());
  for (const auto& [what, with] : std::map<std::string, std::string>{
           {"shadowsim.repeat/1", "shadowsim.repeat/9"},
           {"\"planned\": 3", "\"planned\": -3"},
           {"\"run-1\"", "17"},
           {"\"values\": [", "\"values\": [\"x\", "},
           {"\"held\": ", "\"hold\": "},
       }) {
    std::string text = whole;
    const std::size_t place = text.find(what);
    ASSERT_NE(place, std::string::npos) << what;
    text.replace(place, what.size(), with);
    const auto parsed = parse_repeat_json(text);
    ASSERT_TRUE(parsed.has_error()) << what;
    EXPECT_EQ(parsed.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(parsed.error().message, testing::StartsWith("repeat.json: "));
  }
}

TEST(RepeatJson, ReadsBackAsTheSame) {
  const measure::Repetition repetition = sample();
  const std::string text = to_repeat_json(repetition);
  const auto parsed = parse_repeat_json(text);
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(to_repeat_json(*parsed), text);
  EXPECT_EQ(parsed->runs, repetition.runs);
  EXPECT_EQ(parsed->thresholds, repetition.thresholds);
}

TEST(RepeatJson, HasMedianAndSpreadWorkedOut) {
  EXPECT_THAT(to_repeat_json(sample()),
              AllOf(HasSubstr("\"verdict\": \"fail\""), HasSubstr("\"median\": 43210.0"),
                    HasSubstr("\"spread\": 0.0")));
}

}  // namespace
}  // namespace shadowsim::results
