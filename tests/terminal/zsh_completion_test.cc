#include "sim/terminal/zsh_completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/terminal/saying.h"
#include "tests/terminal/shell.h"

namespace shadowsim::terminal {
namespace {

using testing::HasSubstr;

TEST(ZshCompletion, DescribesACommandAsArgumentsReadsIt) {
  const CommandEntry program{
      .name = "shadowsim",
      .commands = {
          {.name = "paint",
           .about = "Paints: a wall",
           .arguments = {{.names = {"FILE"}, .takes = "FILE", .repeats = true}},
           .options = {{.names = {"--like"}, .takes = "DIR", .about = "That wall's [it]"},
                       {.names = {"--with"}, .takes = "a|b", .words = {"a", "b"}, .about = "Tool"},
                       {.names = {"--dry"}, .about = "Say it"}}}}};
  const std::string script = zsh_completion(program);
  EXPECT_THAT(script, HasSubstr("'paint:Paints\\: a wall'"));
  EXPECT_THAT(script, HasSubstr("_shadowsim_paint() {\n"
                                "  _arguments \\\n"
                                "    '--like[That wall'\\''s \\[it\\]]:DIR:_files -/' \\\n"
                                "    '--with[Tool]:a|b:(a b)' \\\n"
                                "    '--dry[Say it]' \\\n"
                                "    '*:FILE:_files'\n"
                                "}\n"));
}

TEST(ZshCompletion, KnowsEveryOptionOfEveryCommand) {
  const std::string script = said({"completion", "zsh"}).text;
  for (const Words& command : all_commands()) {
    std::string function = "\n_shadowsim";
    for (const auto& word : command)
      function += "_" + word;
    const auto begin = script.find(function + "() {");
    ASSERT_NE(begin, std::string::npos) << function;
    const std::string body = script.substr(begin, script.find("\n}\n", begin) - begin);
    for (const auto& option : options_of(command))
      EXPECT_THAT(body, HasSubstr(option + "[")) << function;
  }
}

TEST(ZshCompletion, IsAScriptThatZshCanRead) {
  if (!is_installed("zsh")) GTEST_SKIP() << "zsh is not installed";
  const ShellFile script{said({"completion", "zsh"}).text};
  const Output output = run_shell("zsh -n " + script.path());
  EXPECT_EQ(output.status, 0) << output.text;
}

}  // namespace
}  // namespace shadowsim::terminal
