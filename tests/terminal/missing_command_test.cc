#include "sim/terminal/missing_command.h"

#include <gtest/gtest.h>

namespace shadowsim::terminal {
namespace {

class MissingCommand : public testing::Test {
 protected:
  MissingCommand() {
    app_.require_subcommand(1);
    app_.add_subcommand("run", "");
    CLI::App& policy = *app_.add_subcommand("policy", "");
    policy.require_subcommand(1);
    policy.add_subcommand("show", "");
    policy.add_subcommand("test", "");
    app_.add_subcommand("hidden", "")->group("");
  }

  std::optional<std::string> said_of(std::vector<std::string> reversed) {
    try {
      app_.parse(reversed);
    } catch (const CLI::ParseError&) {
      return missing_command(app_);
    }
    return missing_command(app_);
  }

  CLI::App app_{"", "paint"};
};

TEST_F(MissingCommand, IsNoneWhereThereIsOne) {
  EXPECT_EQ(said_of({"run"}), std::nullopt);
  EXPECT_EQ(said_of({"hidden"}), std::nullopt);
  EXPECT_EQ(said_of({"show", "policy"}), std::nullopt);
  EXPECT_EQ(said_of({"--no-such", "run"}), std::nullopt) << "something else is wrong with it";
}

TEST_F(MissingCommand, TellsWhichThereAre) {
  EXPECT_EQ(said_of({}), "a command is missing\nCommands: run, policy");
  EXPECT_EQ(said_of({"policy"}), "a command is missing\nCommands: show, test");
}

TEST_F(MissingCommand, TellsTheWordThatIsNone) {
  EXPECT_EQ(said_of({"file", "fly"}), "there is no command 'fly'\nCommands: run, policy");
  EXPECT_EQ(said_of({"file", "polcy"}),
            "there is no command 'polcy', did you mean 'policy'?\nCommands: run, policy");
  EXPECT_EQ(said_of({"shw", "policy"}),
            "there is no command 'policy shw', did you mean 'show'?\nCommands: show, test");
}

TEST_F(MissingCommand, TellsOfAnOptionInItsPlace) {
  EXPECT_EQ(said_of({"--fast"}),
            "'--fast' cannot stand where a command is due\nCommands: run, policy");
}

}  // namespace
}  // namespace shadowsim::terminal
