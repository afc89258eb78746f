#include "sim/terminal/terminal_traits.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

namespace shadowsim::terminal {
namespace {

Environment with(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional{found->second};
  };
}

TEST(TerminalTraits, NoColourWhereItIsRefused) {
  EXPECT_FALSE(wants_colour(with({{"NO_COLOR", "1"}})));
  EXPECT_TRUE(wants_colour(with({{"NO_COLOR", ""}}))) << "empty counts as not set";
  EXPECT_TRUE(wants_colour(with({})));
}

TEST(TerminalTraits, NoBlockCharactersWithoutUnicode) {
  EXPECT_FALSE(knows_unicode(with({})));
  EXPECT_FALSE(knows_unicode(with({{"LANG", "C"}})));
  EXPECT_FALSE(knows_unicode(with({{"LC_ALL", "C"}, {"LANG", "de_DE.UTF-8"}})));
  EXPECT_TRUE(knows_unicode(with({{"LANG", "de_DE.UTF-8"}})));
  EXPECT_TRUE(knows_unicode(with({{"LC_ALL", ""}, {"LC_CTYPE", "C.utf8"}, {"LANG", "C"}})));
}

TEST(TerminalTraits, ADumbTerminalIsTakenForALog) {
  EXPECT_FALSE(can_move_cursor(with({{"TERM", "dumb"}})));
  EXPECT_TRUE(can_move_cursor(with({{"TERM", "xterm-256color"}})));
}

}  // namespace
}  // namespace shadowsim::terminal
