#include "sim/terminal/options_quotas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/terminal/options.h"

namespace shadowsim::terminal {
namespace {

using testing::HasSubstr;

TEST(OptionsQuotas, AShareThatIsNoPercentageIsAMistakeOfUsage) {
  for (const char* const wrong : {"0", "101", "many"}) {
    const auto say =
        std::get<SayCommand>(parse_command_line({"run", "a.yaml", "--quota-share", wrong}));
    EXPECT_EQ(say.code, ExitCode::kUsage) << wrong;
    EXPECT_THAT(say.text, HasSubstr("percentage"));
  }
}

TEST(OptionsQuotas, AreTakenByRunAndCheck) {
  const auto run = std::get<RunCommand>(parse_command_line(
      {"run", "a.yaml", "--quotas", "q.yaml", "--quota-share", "50%", "--beyond-quotas"}));
  EXPECT_EQ(run.quotas.file, "q.yaml");
  EXPECT_EQ(run.quotas.share, 0.5);
  EXPECT_TRUE(run.quotas.beyond);
  const auto check = std::get<CheckCommand>(
      parse_command_line({"check", "a.yaml", "--quota-share", "20", "--explain"}));
  EXPECT_EQ(check.quotas.share, 0.2);
  EXPECT_TRUE(check.explain);
  EXPECT_FALSE(std::get<RunCommand>(parse_command_line({"run", "a.yaml"})).quotas.share);
}

}  // namespace
}  // namespace shadowsim::terminal
