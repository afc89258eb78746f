#include "sim/results/result_reader.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/results/result_json.h"
#include "tests/results/sample_result.h"

namespace shadowsim::results {
namespace {

using measure::RunResult;
using testing::HasSubstr;

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t found = text.find(what);
  EXPECT_NE(found, text.npos) << what;
  return text.replace(found, what.size(), with);
}

struct Spoiled {
  std::string what;  // is replaced ...
  std::string with;  // ... by this
  std::string message;
};

TEST(ResultReader, SaysWhatIsWrongWithASummary) {
  const std::string good = to_summary_json(sample_result());
  const std::string histograms = to_histograms_json(sample_result());
  for (const Spoiled& each : std::vector<Spoiled>{
           {"{", "", "summary.json: at byte"},
           {"summary/1", "summary/9", "schema is 'shadowsim.summary/9'"},
           {"\"seed\": 1", "\"seed\": -1", "scenario.seed is not a whole number"},
           {"\"changes\"", "\"chances\"", "changes.scheduled is missing"},
           {"\"peak\": 204", "\"peak\": 0.5", "connections.peak is not a whole number"},
           {"\"client\": \"paho\"", "\"client\": 5", "client is not a text"},
           {"\"complete\": true", "\"complete\": 1", "complete is neither true nor false"},
           {"\"elapsed_s\": 3", "\"elapsed_s\": -3", "elapsed_s is not a number of seconds"},
           {"\"workers\": 2", "\"workers\": 4294967296", "workers is too large"},
           {"2026-11-23", "2026-13-23", "started_at is not a time"},
           {"\"409\"", "\"conflict\"", "messages.rejected.conflict is not a code"},
           {"\"close\": 4", "\"close\": \"four\"",
            "refusals.seen.disconnect is not a whole number"},
           {"\"passed\": true", "\"passed\": null", "thresholds: passed"},
       }) {
    const auto result = parse_result(replaced(good, each.what, each.with), histograms);
    ASSERT_FALSE(result) << each.message;
    EXPECT_EQ(result.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(result.error().message, HasSubstr("summary.json: "));
    EXPECT_THAT(result.error().message, HasSubstr(each.message));
  }
}

TEST(ResultReader, SaysWhatIsWrongWithHistograms) {
  const std::string summary = to_summary_json(sample_result());
  const std::string good = to_histograms_json(sample_result());
  for (const Spoiled& each : std::vector<Spoiled>{
           {"histograms/1", "histograms/2", "schema"},
           {"\"bins\": 2400", "\"bins\": 1200", "axis is not the one"},
           {"\"delta\"", "\"gamma\"", "histograms.delta.bins is missing"},
           {"\"sum\": 9123456", "\"sum\": 9", "histograms.connect: a histogram's sum"},
           {"\"count\": 1000", "\"count\": 999", "histograms.convergence.count is not the sum"},
           {"\"bins\": [\n        [", "\"bins\": [\n        [1, ", "something else than [index"},
       }) {
    const auto result = parse_result(summary, replaced(good, each.what, each.with));
    ASSERT_FALSE(result) << each.message;
    EXPECT_EQ(result.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(result.error().message, HasSubstr("histograms.json: "));
    EXPECT_THAT(result.error().message, HasSubstr(each.message));
  }
}

TEST(ResultReader, GivesBackWhatWasWritten) {
  for (RunResult written : {sample_result(), RunResult{}}) {
    written.scenario.text.clear();  // that is a file of its own
    const auto read = parse_result(to_summary_json(written), to_histograms_json(written));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->scenario, written.scenario);
    EXPECT_EQ(read->endpoint, written.endpoint);
    EXPECT_EQ(read->connections, written.connections);
    EXPECT_EQ(read->changes, written.changes);
    EXPECT_EQ(read->messages, written.messages);
    EXPECT_EQ(read->background, written.background);
    EXPECT_EQ(read->refusals_seen, written.refusals_seen);
    EXPECT_EQ(read->final_check, written.final_check);
    EXPECT_EQ(read->resources, written.resources);
    EXPECT_EQ(read->thresholds, written.thresholds);
    EXPECT_EQ(to_summary_json(*read), to_summary_json(written));
    EXPECT_EQ(to_histograms_json(*read), to_histograms_json(written));
  }
}

}  // namespace
}  // namespace shadowsim::results
