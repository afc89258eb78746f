#include "sim/terminal/help_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/terminal/saying.h"

namespace shadowsim::terminal {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

TEST(HelpText, SaysUsagePurposeRowsAndNotes) {
  const CommandEntry command{
      .name = "paint",
      .about = "Paints a wall",
      .notes = "Example:\n  paint wall --colour red",
      .arguments = {{.names = {"WALL"}, .takes = "WALL", .about = "Which", .repeats = true}},
      .options = {{.names = {"-h", "--help"}, .about = "This"},
                  {.names = {"--coats"}, .takes = "N", .about = "How many", .group = "How"},
                  {.names = {"--colour"}, .takes = "red|green", .about = "What with"},
                  {.names = {"--a-rather-long-option"}, .takes = "NAME", .about = "Long"}}};
  EXPECT_EQ(help_text(command, "house paint"),
            "Usage: house paint WALL... [OPTIONS]\n"
            "Paints a wall\n"
            "\n"
            "  WALL                     Which\n"
            "  --colour red|green       What with\n"
            "  --a-rather-long-option NAME\n"
            "                           Long\n"
            "\n"
            "How:\n"
            "  --coats N                How many\n"
            "\n"
            "Example:\n"
            "  paint wall --colour red\n");
}

TEST(HelpText, BreaksWhatIsTooLongAtSpaces) {
  const std::string about = "aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii jjjj kkkk";
  const CommandEntry command{.name = "p", .options = {{.names = {"--o"}, .about = about}}};
  EXPECT_THAT(
      help_text(command, "p"),
      HasSubstr("  --o                      aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii jjjj\n"
                "                           kkkk\n"));
}

TEST(HelpText, FindsAllCommandsButTheHiddenOnes) {
  const auto commands = all_commands();
  EXPECT_THAT(commands, Contains(Words{"run"}));
  EXPECT_THAT(commands, Contains(Words{"policy", "show"}));
  EXPECT_THAT(commands, Not(Contains(Words{"worker"})));
  EXPECT_THAT(options_of({"run"}), Contains("--endpoint"));
}

// 24 lines are the least that a terminal has; `run` has too many options for that, `serve` may get some
// more, and so does the list of commands.
TEST(HelpText, OfEveryCommandFitsAScreenAndHasAnExample) {
  for (auto words : all_commands()) {
    const int lines_most = words == Words{"run"}                      ? 50
                           : words.empty() || words == Words{"serve"} ? 30
                                                                      : 24;
    words.emplace_back("--help");
    const std::string help = said(words).text;
    std::istringstream lines{help};
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count)
      EXPECT_LE(line.size(), 80U) << line;
    EXPECT_LE(count, lines_most) << help;
    EXPECT_THAT(help, HasSubstr("\nExample"));
  }
}

}  // namespace
}  // namespace shadowsim::terminal
