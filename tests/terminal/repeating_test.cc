#include "sim/terminal/repeating.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/results/repeat_json.h"
#include "sim/results/result_files.h"
#include "tests/endpoint/temporary_directory.h"
#include "tests/results/sample_result.h"

namespace shadowsim::terminal {
namespace {

using testing::SizeIs;

class RepeatRun : public testing::Test {
 protected:
  ExitCode repeat(std::uint32_t count, const Play& play) {
    RunCommand command;
    command.output.quiet = true;
    const auto directory = results::ResultDirectory::prepare(path_);
    EXPECT_TRUE(directory);
    return repeat_run(command, count, *directory, play);
  }

  measure::Repetition stored() const {
    std::ifstream file{path_ / "repeat.json"};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto parsed = results::parse_repeat_json(text);
    EXPECT_TRUE(parsed) << text;
    return parsed ? *parsed : measure::Repetition{};
  }

  endpoint::TemporaryDirectory temporary_;
  std::filesystem::path path_{temporary_.file("all")};
};

runtime::RunOutcome passed() {
  runtime::RunOutcome outcome{.result = results::sample_result()};
  outcome.result.passed = true;
  return outcome;
}

TEST_F(RepeatRun, AnErrorEndsItWithWhatWasMeasuredStored) {
  int played = 0;
  const auto code = repeat(3, [&](const RunCommand&) -> Result<runtime::RunOutcome> {
    if (++played == 2) return unreachable_error("nobody there");
    return passed();
  });
  EXPECT_EQ(code, ExitCode::kUnreachable);
  EXPECT_THAT(stored().runs, SizeIs(1));
}

TEST_F(RepeatRun, AnInterruptedRunIsTheLast) {
  int played = 0;
  const auto code = repeat(5, [&](const RunCommand&) {
    auto outcome = passed();
    if (++played == 2) {
      outcome.interrupted = true;
      outcome.result.complete = outcome.result.passed = false;
    }
    return Result<runtime::RunOutcome>{outcome};
  });
  EXPECT_EQ(code, ExitCode::kInterrupted);
  EXPECT_EQ(played, 2);
  ASSERT_THAT(stored().runs, SizeIs(2));
  EXPECT_FALSE(stored().runs[1].complete);
  EXPECT_THAT(stored().figures.front().values, SizeIs(1));
}

TEST_F(RepeatRun, OneFailedRunIsAFailure) {
  int played = 0;
  const auto code = repeat(3, [&](const RunCommand&) {
    auto outcome = passed();
    outcome.result.passed = ++played != 1;
    return Result<runtime::RunOutcome>{outcome};
  });
  EXPECT_EQ(code, ExitCode::kFailed);
  EXPECT_EQ(played, 3) << "the others are played all the same";
}

TEST_F(RepeatRun, EachRunHasADirectoryOfItsOwn) {
  const auto code =
      repeat(2, [](const RunCommand&) { return Result<runtime::RunOutcome>{passed()}; });
  EXPECT_EQ(code, ExitCode::kPassed);
  for (const auto& run : stored().runs)
    EXPECT_TRUE(results::read_result(path_ / run.directory)) << run.directory;
}

}  // namespace
}  // namespace shadowsim::terminal
