#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <CLI/App.hpp>

// The command line as plain values: what --help, the completions of shells and the man page are
// written from, so that none of them can speak of other options than there are.
namespace shadowsim::terminal {

// An option, or an argument without a name.
struct OptionEntry {
  std::vector<std::string>
      names{};          // "-h", "--help"; of an argument its one name for people, "FILE"
  std::string takes{};  // "FILE", "N", "5|3.1.1"; empty for a flag
  std::vector<std::string> words{};  // all that it takes, where they can be counted
  std::string about{};               // one line, with the default where there is one
  std::string group{};               // its heading; empty for a command's own
  bool required = false;
  bool repeats = false;  // takes several
};

// What a shell can propose for a value: those of `words`, files, folders, or nothing.
enum class Proposal : std::uint8_t { kNothing, kWords, kFiles, kFolders };
Proposal proposal_for(const OptionEntry& option);

// A command with what belongs to it; the program itself is the outermost.
struct CommandEntry {
  std::string name{};   // "shadowsim", "run"
  std::string about{};  // a sentence or two
  std::string notes{};  // examples first; laid out, lines of at most 80 columns
  std::vector<OptionEntry> arguments{};
  std::vector<OptionEntry> options{};
  std::vector<CommandEntry> commands{};
};

// All but what is hidden.
CommandEntry describe_command(const CLI::App& app);

// "FILE [OPTIONS]", "COMMAND ...": what follows the command's name.
std::string usage_of(const CommandEntry& command);

// "--client paho|mosquitto".
std::string heading_of(const OptionEntry& option);

}  // namespace shadowsim::terminal
