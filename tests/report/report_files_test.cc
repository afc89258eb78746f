#include "sim/report/report_files.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "sim/report/junit.h"
#include "tests/endpoint/temporary_directory.h"
#include "tests/results/sample_result.h"

namespace shadowsim::report {
namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(ReportFiles, SayWhereTheyCannotBeWritten) {
  const endpoint::TemporaryDirectory temporary;
  const auto directory = results::ResultDirectory::prepare(temporary.file("gone"));
  ASSERT_TRUE(directory);
  std::filesystem::remove(directory->path());
  const auto written = write_reports(*directory, results::sample_result());
  ASSERT_TRUE(written.has_error());
  EXPECT_EQ(written.error().kind, ErrorKind::kSystem);
}

TEST(ReportFiles, AreWrittenIntoTheResultsDirectory) {
  const endpoint::TemporaryDirectory temporary;
  const auto directory = results::ResultDirectory::prepare(temporary.file("result"));
  ASSERT_TRUE(directory);
  const measure::RunResult result = results::sample_result();
  ASSERT_TRUE(write_reports(*directory, result));
  EXPECT_EQ(content_of(directory->path() / "junit.xml"), to_junit_xml(result));
}

}  // namespace
}  // namespace shadowsim::report
