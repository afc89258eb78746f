#include "sim/terminal/cmd_report.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/results/result_directory.h"
#include "tests/endpoint/temporary_directory.h"
#include "tests/process/process.h"
#include "tests/results/sample_result.h"

namespace shadowsim::terminal {
namespace {

using testing::HasSubstr;

class ReportCommandTest : public testing::Test {
 protected:
  ReportCommandTest() {
    const auto directory = results::ResultDirectory::prepare(place_);
    EXPECT_TRUE(directory && results::write_result(*directory, results::sample_result()));
  }

  static process::Ended report(const std::string& place) {
    return process::run(SHADOWSIM_PROGRAM, {"report", place});
  }

  endpoint::TemporaryDirectory directory_;
  std::string place_ = directory_.file("result");
};

TEST_F(ReportCommandTest, NamesWhatIsMissingOrBroken) {
  EXPECT_EQ(report(directory_.file("none")).exit_code, 2);
  std::ofstream{place_ + "/histograms.json"} << "{";
  const auto ended = report(place_);
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("histograms.json"));
  EXPECT_FALSE(std::filesystem::exists(place_ + "/report.html"));
}

TEST_F(ReportCommandTest, DrawsThePageAgain) {
  std::ofstream{place_ + "/report.html"} << "an old one";
  const auto ended = report(place_);
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_EQ(ended.out, place_ + "/report.html\n");
  std::ifstream file{place_ + "/report.html"};
  const std::string page{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_THAT(page, HasSubstr("\"client_token\": \"change-1234\""));
}

TEST_F(ReportCommandTest, TakesAResultThatHasNoFlights) {
  std::filesystem::remove(place_ + "/slowest.json");
  EXPECT_EQ(report(place_).exit_code, 0);
}

}  // namespace
}  // namespace shadowsim::terminal
