#include "sim/terminal/man_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/terminal/saying.h"
#include "tests/terminal/shell.h"

namespace shadowsim::terminal {
namespace {

using testing::HasSubstr;

TEST(ManPage, HasASectionOfEachCommandWithItsOptions) {
  const CommandEntry program{
      .name = "shadowsim",
      .about = "Plays",
      .commands = {{.name = "paint",
                    .about = "Paints a wall",
                    .notes = "Example:\n  shadowsim paint \\\n\n.x",
                    .options = {{.names = {"--dry-run"}, .about = "Say it"},
                                {.names = {"--with"}, .takes = "TOOL", .about = "Tool"}}}}};
  EXPECT_THAT(man_page(program), HasSubstr(".SS \"shadowsim paint [OPTIONS]\"\n"
                                           "Paints a wall.\n"
                                           ".TP\n"
                                           "\\fB\\-\\-dry\\-run\\fR\n"
                                           "Say it.\n"
                                           ".TP\n"
                                           "\\fB\\-\\-with\\fR \\fITOOL\\fR\n"
                                           "Tool.\n"
                                           ".PP\n"
                                           ".nf\n"
                                           "Example:\n"
                                           "  shadowsim paint \\e\n"
                                           ".sp\n"
                                           "\\&.x\n"
                                           ".fi\n"));
}

TEST(ManPage, KnowsEveryOptionOfEveryCommand) {
  const std::string page = said({"man"}).text;
  for (const Words& command : all_commands()) {
    std::string section = ".SS \"shadowsim";
    for (const auto& word : command)
      section += " " + word;
    const auto begin = command.empty() ? 0 : page.find(section + " ");
    ASSERT_NE(begin, std::string::npos) << section;
    const std::string body = page.substr(begin, page.find("\n.S", begin + 1) - begin);
    for (const auto& option : options_of(command)) {
      if (command.empty()) continue;  // their place is not a section of commands
      std::string written;
      for (const char letter : option)
        written += letter == '-' ? "\\-" : std::string{letter};
      EXPECT_THAT(body, HasSubstr("\\fB" + written + "\\fR")) << section;
    }
  }
}

TEST(ManPage, IsReadByManWithoutAWarning) {
  if (!is_installed("man") || !is_installed("groff")) GTEST_SKIP() << "there is no man";
  const ShellFile page{said({"man"}).text};
  const Output output =
      run_shell("LC_ALL=C.UTF-8 MANROFFSEQ= MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z " +
                page.path() + " > /dev/null");
  EXPECT_EQ(output.text, "");
  EXPECT_EQ(output.status, 0);
}

}  // namespace
}  // namespace shadowsim::terminal
