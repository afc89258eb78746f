#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "sim/base/random.h"
#include "sim/scenario/scenario_reader.h"
#include "tests/scenario/spoiling.h"

// Whatever a file holds, reading it ends with a scenario or with lines that say where it is wrong.
namespace shadowsim::scenario {
namespace {

std::string shipped(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream{SHADOWSIM_SOURCE_DIR "/scenarios/" + name + ".yaml"}.rdbuf();
  return text.str();
}

void expect_a_word(const std::string& text) {
  const auto scenario = read_scenario_text(text, "f", {}, {});
  if (scenario) return;
  std::istringstream lines{scenario.error().message};
  for (std::string line; std::getline(lines, line);) {
    unsigned row = 0;
    unsigned column = 0;
    EXPECT_EQ(std::sscanf(line.c_str(), "f:%u:%u: ", &row, &column), 2) << line << "\n" << text;
    EXPECT_GT(row, 0U) << line;
    EXPECT_GT(column, 0U) << line;
  }
}

class HostileText : public testing::TestWithParam<const char*> {};

TEST_P(HostileText, IsReadOrRefusedWithAWord) {
  const std::string text = shipped(GetParam());
  ASSERT_FALSE(text.empty());
  Random random{20};
  for (int i = 0; i < 1000; ++i)
    expect_a_word(spoiled(text, random));
}

INSTANTIATE_TEST_SUITE_P(, HostileText,
                         testing::Values("colour-churn", "two-lights-scripted", "wall-switch"));

TEST(RandomBytes, AreReadOrRefusedWithAWord) {
  constexpr std::string_view kMarks = "{}[]:-,&*!|>'\"%@`# \n?";
  Random random{21};
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    const auto length = random.below(40);
    for (std::uint64_t j = 0; j < length; ++j) {
      const bool is_any = random.below(2) == 0;
      text += is_any ? static_cast<char>(random.below(128)) : kMarks[random.below(kMarks.size())];
    }
    expect_a_word(text);
  }
}

}  // namespace
}  // namespace shadowsim::scenario
