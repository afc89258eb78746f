#include "sim/results/result_files.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/results/result_directory.h"
#include "tests/endpoint/temporary_directory.h"
#include "tests/results/sample_result.h"

namespace shadowsim::results {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

measure::RunResult sample_with_intervals() {
  measure::RunResult result = sample_result();
  result.intervals = {
      {.begin = 0s, .length = 1s, .connected = 204, .in_flight = 3, .changes = {}},
      {.begin = 1s, .length = 500ms, .connected = 203, .in_flight = 0, .changes = {}}};
  return result;
}

class ResultFilesTest : public testing::Test {
 protected:
  std::string write(const measure::RunResult& result) {
    const auto directory = ResultDirectory::prepare(directory_.file("r"));
    EXPECT_TRUE(directory && write_result(*directory, result));
    return directory->path().string();
  }

  endpoint::TemporaryDirectory directory_;
};

TEST_F(ResultFilesTest, NamesTheFileThatIsMissing) {
  const auto read = read_result(directory_.file("nowhere"));
  ASSERT_TRUE(read.has_error());
  EXPECT_EQ(read.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(read.error().message,
              HasSubstr(directory_.file("nowhere") + "/summary.json: No such"));
}

TEST_F(ResultFilesTest, NamesTheFileThatIsWrong) {
  const std::string written = write(sample_with_intervals());
  std::ofstream{written + "/intervals.csv"} << "nothing\n";
  const auto read = read_result(written);
  ASSERT_TRUE(read.has_error());
  EXPECT_THAT(read.error().message, HasSubstr(written + "/intervals.csv: line 1"));
}

TEST_F(ResultFilesTest, ReadsAllThatWasWritten) {
  const auto result = sample_with_intervals();
  const auto read = read_result(write(result));
  ASSERT_TRUE(read) << read.error().message;
  const ResultTexts before = to_texts(result);
  const ResultTexts after = to_texts(*read);
  EXPECT_EQ(after.summary, before.summary);
  EXPECT_EQ(after.histograms, before.histograms);
  EXPECT_EQ(after.intervals, before.intervals);
  EXPECT_EQ(after.scenario, before.scenario);
  EXPECT_EQ(read->timeline, result.timeline);
  EXPECT_EQ(read->environment, result.environment);
}

TEST_F(ResultFilesTest, WritesNoScenarioThatNobodyTold) {
  auto result = sample_with_intervals();
  result.scenario.text.clear();
  const std::string written = write(result);
  EXPECT_FALSE(std::filesystem::exists(written + "/scenario.yaml"));
  EXPECT_TRUE(read_result(written));
}

}  // namespace
}  // namespace shadowsim::results
