#include "sim/terminal/command_tree.h"

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

namespace shadowsim::terminal {
namespace {

class CommandTree : public testing::Test {
 protected:
  CommandTree() : app_{"Does things", "program"} {
    CLI::App& paint = *app_.add_subcommand("paint", "Paints a wall");
    paint.footer("Example:\n  program paint");
    paint.add_option("WALL", text_, "Which")->required();
    paint.add_option("--like", text_, "A wall\nlike it")->type_name("FILE");
    paint.add_option("--in", text_, "Where")->type_name("DIR");
    paint.add_option("--with", text_, "What with")
        ->type_name("TOOL")
        ->check(CLI::IsMember({"brush", "roller"}))
        ->group("How");
    paint.add_option("--coats", number_, "How many")->check(CLI::Range(1, 9))->type_name("N");
    paint.add_option("--name", texts_, "Of whom")->type_name("NAME");
    paint.add_flag("--dry", flag_, "Only say it");
    paint.add_option("--secret", text_, "")->group("");
    app_.add_subcommand("hidden", "")->group("");
  }

  const CommandEntry program() { return describe_command(app_); }

  const OptionEntry option(const std::string& name) {
    const CommandEntry paint = program().commands.at(0);
    for (const auto& entry : paint.options) {
      if (entry.names.back() == name) return entry;
    }
    ADD_FAILURE() << name;
    return {};
  }

  CLI::App app_;
  std::string text_;
  std::vector<std::string> texts_;
  int number_ = 4;
  bool flag_ = false;
};

TEST_F(CommandTree, HasTheCommandsButNotThoseThatAreHidden) {
  const CommandEntry entry = program();
  EXPECT_EQ(entry.name, "program");
  EXPECT_EQ(entry.about, "Does things");
  ASSERT_EQ(entry.commands.size(), 1U);
  EXPECT_EQ(entry.commands[0].name, "paint");
  EXPECT_EQ(entry.commands[0].notes, "Example:\n  program paint");
  EXPECT_EQ(usage_of(entry), "COMMAND [OPTIONS]");
  EXPECT_EQ(usage_of(entry.commands[0]), "WALL [OPTIONS]");
  ASSERT_EQ(entry.commands[0].arguments.size(), 1U);
  EXPECT_EQ(entry.commands[0].arguments[0].takes, "WALL");
  EXPECT_TRUE(entry.commands[0].arguments[0].required);
  EXPECT_EQ(entry.commands[0].options.size(), 7U);  // with --help, without --secret
}

TEST_F(CommandTree, KnowsWhatAnOptionTakes) {
  EXPECT_EQ(heading_of(option("--dry")), "--dry");
  EXPECT_EQ(heading_of(option("--coats")), "--coats N");
  EXPECT_EQ(heading_of(option("--with")), "--with brush|roller");
  EXPECT_EQ(heading_of(option("--help")), "-h, --help");
  EXPECT_EQ(option("--like").about, "A wall like it");
  EXPECT_EQ(option("--with").group, "How");
  EXPECT_EQ(option("--in").group, "");
  EXPECT_TRUE(option("--name").repeats);
  EXPECT_FALSE(option("--in").repeats);
}

TEST_F(CommandTree, KnowsWhatAShellCanPropose) {
  EXPECT_EQ(proposal_for(option("--with")), Proposal::kWords);
  EXPECT_EQ(option("--with").words, (std::vector<std::string>{"brush", "roller"}));
  EXPECT_EQ(proposal_for(option("--like")), Proposal::kFiles);
  EXPECT_EQ(proposal_for(option("--in")), Proposal::kFolders);
  EXPECT_EQ(proposal_for(option("--coats")), Proposal::kNothing);
}

}  // namespace
}  // namespace shadowsim::terminal
