#include "sim/results/result_directory.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/results/sample_result.h"

namespace shadowsim::results {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ResultDirectoryTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string form = (fs::temp_directory_path() / "shadowsim-results-XXXXXX").string();
    ASSERT_NE(::mkdtemp(form.data()), nullptr);
    root_ = form;
  }
  void TearDown() override { fs::remove_all(root_); }

  static std::string read(const fs::path& path) {
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
  }
  static void put(const fs::path& path, std::string_view content) {
    std::ofstream{path} << content;
  }
  static std::set<std::string> names_in(const fs::path& path) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator{path})
      names.insert(entry.path().filename().string());
    return names;
  }

  fs::path root_;
};

TEST_F(ResultDirectoryTest, RefusesOneThatHoldsAnything) {
  put(root_ / "summary.json", "precious");
  const auto directory = ResultDirectory::prepare(root_);
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(directory.error().message, HasSubstr(root_.string()));
  EXPECT_THAT(directory.error().message, HasSubstr("not empty"));
  EXPECT_THAT(directory.error().message, HasSubstr("--out"));
  EXPECT_EQ(read(root_ / "summary.json"), "precious");
}

TEST_F(ResultDirectoryTest, RefusesAFile) {
  put(root_ / "file", "precious");
  const auto directory = ResultDirectory::prepare(root_ / "file");
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(directory.error().message, HasSubstr("not a directory"));
}

TEST_F(ResultDirectoryTest, SaysWhyItCannotBeMade) {
  put(root_ / "file", "precious");
  const auto directory = ResultDirectory::prepare(root_ / "file" / "below");
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(directory.error().message, HasSubstr("Not a directory"));
}

TEST_F(ResultDirectoryTest, TakesAnEmptyOne) {
  EXPECT_TRUE(ResultDirectory::prepare(root_));
}

TEST_F(ResultDirectoryTest, MakesItsParents) {
  const fs::path path = root_ / "a" / "b" / "c";
  const auto directory = ResultDirectory::prepare(path);
  ASSERT_TRUE(directory) << directory.error().message;
  EXPECT_EQ(directory->path(), path);
  EXPECT_TRUE(fs::is_directory(path));
}

TEST_F(ResultDirectoryTest, LeavesNothingOfAFileThatCannotBeWritten) {
  const auto directory = ResultDirectory::prepare(root_);
  ASSERT_TRUE(directory);
  fs::create_directories(root_ / "summary.json" / "in the way");
  const auto written = directory->write("summary.json", "{}");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::kSystem);
  EXPECT_THAT(written.error().message, HasSubstr("summary.json"));
  EXPECT_EQ(names_in(root_), std::set<std::string>{"summary.json"});
}

TEST_F(ResultDirectoryTest, SaysSoIfItIsGone) {
  const auto directory = ResultDirectory::prepare(root_ / "gone");
  ASSERT_TRUE(directory);
  fs::remove(root_ / "gone");
  const auto written = directory->write("summary.json", "{}");
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().message, HasSubstr("No such file or directory"));
}

TEST_F(ResultDirectoryTest, WritesAFileWholeAndNothingBeside) {
  const auto directory = ResultDirectory::prepare(root_);
  ASSERT_TRUE(directory);
  ASSERT_TRUE(directory->write("a.txt", "first"));
  ASSERT_TRUE(directory->write("a.txt", "second"));
  EXPECT_EQ(read(root_ / "a.txt"), "second");
  EXPECT_EQ(names_in(root_), std::set<std::string>{"a.txt"});
}

TEST_F(ResultDirectoryTest, HoldsTheFilesOfARun) {
  const auto directory = ResultDirectory::prepare(root_ / "run");
  ASSERT_TRUE(directory);
  ASSERT_TRUE(write_result(*directory, sample_result()));
  EXPECT_EQ(names_in(root_ / "run"),
            (std::set<std::string>{"summary.json", "histograms.json", "intervals.csv",
                                   "slowest.json", "scenario.yaml"}));
  EXPECT_THAT(read(root_ / "run" / "summary.json"), HasSubstr("colour-churn"));
}

TEST(DefaultDirectory, NamesScenarioAndTime) {
  EXPECT_EQ(default_directory("two-lights", sample_result().started_at),
            fs::path{"results/two-lights-20261123T041200Z"});
}

}  // namespace
}  // namespace shadowsim::results
