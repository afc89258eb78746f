#include "sim/terminal/bash_completion.h"

#include <algorithm>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/terminal/saying.h"
#include "tests/terminal/shell.h"

namespace shadowsim::terminal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::UnorderedElementsAre;

// What bash itself makes of the script: the proposals for the last word of a line.
std::vector<std::string> proposals(const std::string& line) {
  const ShellFile script{said({"completion", "bash"}).text};
  const auto cursor = std::count(line.begin(), line.end(), ' ');
  const Output output = run_shell(fmt::format(
      "bash -c 'source {}; compopt() {{ :; }}; COMP_WORDS=({}); COMP_CWORD={}; _shadowsim; "
      "printf \"%s\\n\" \"${{COMPREPLY[@]}}\"'",
      script.path(), line.ends_with(' ') ? line + "\"\"" : line, cursor));
  EXPECT_EQ(output.status, 0) << output.text;
  std::vector<std::string> words;
  std::istringstream lines{output.text};
  for (std::string word; std::getline(lines, word);) {
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

TEST(BashCompletion, ProposesCommands) {
  EXPECT_THAT(proposals("shadowsim "), IsSupersetOf({"run", "check", "serve", "policy"}));
  EXPECT_THAT(proposals("shadowsim comp"), ElementsAre("compare"));
  EXPECT_THAT(proposals("shadowsim policy "), UnorderedElementsAre("show", "test"));
}

TEST(BashCompletion, ProposesOptionsOfTheCommandAtHand) {
  EXPECT_THAT(proposals("shadowsim run a.yaml --cl"),
              UnorderedElementsAre("--client", "--client-id"));
  EXPECT_THAT(proposals("shadowsim check --pl"), ElementsAre("--plan"));
  EXPECT_THAT(proposals("shadowsim policy show --reg"), ElementsAre("--region"));
}

TEST(BashCompletion, ProposesWhatAnOptionTakes) {
  EXPECT_THAT(proposals("shadowsim run --client "), UnorderedElementsAre("paho", "mosquitto"));
  EXPECT_THAT(proposals("shadowsim light --mqtt-version 3"), ElementsAre("3.1.1"));
  EXPECT_THAT(proposals("shadowsim run --seed "), IsEmpty());
}

TEST(BashCompletion, ProposesFilesAndFolders) {
  EXPECT_THAT(proposals("shadowsim run /etc/host"), testing::Contains("/etc/hosts"));
  EXPECT_THAT(proposals("shadowsim run a.yaml --ca-file /etc/host"),
              testing::Contains("/etc/hosts"));
  EXPECT_THAT(proposals("shadowsim run a.yaml --out /et"), ElementsAre("/etc"));
  EXPECT_THAT(proposals("shadowsim compare /et"), ElementsAre("/etc"));
  EXPECT_THAT(proposals("shadowsim run a.yaml --out /etc/hosts"), IsEmpty());
}

TEST(BashCompletion, KnowsEveryOptionOfEveryCommand) {
  for (const Words& command : all_commands()) {
    const std::string line =
        fmt::format("shadowsim {}{}--", fmt::join(command, " "), command.empty() ? "" : " ");
    const auto options = options_of(command);
    EXPECT_THAT(proposals(line), IsSupersetOf(options)) << line;
  }
}

}  // namespace
}  // namespace shadowsim::terminal
