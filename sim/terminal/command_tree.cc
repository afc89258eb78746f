#include "sim/terminal/command_tree.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace shadowsim::terminal {
namespace {

// What CLI11 writes behind a type's name is what its checks say of themselves: ":{5,3.1.1}".
std::vector<std::string> words_of(std::string_view type) {
  const std::size_t begin = type.find(":{");
  if (begin == std::string_view::npos) return {};
  type = type.substr(begin + 2, type.find('}', begin) - begin - 2);
  return CLI::detail::split(std::string{type}, ',');
}

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

OptionEntry describe_option(const CLI::Option& option) {
  OptionEntry entry;
  for (const auto& name : option.get_snames())
    entry.names.push_back("-" + name);
  for (const auto& name : option.get_lnames())
    entry.names.push_back("--" + name);
  const bool is_argument = option.get_positional();
  if (is_argument) entry.names = {option.get_name(true, false)};
  if (option.get_items_expected_max() > 0) {
    const std::string type = option.get_type_name();
    entry.words = words_of(type);
    entry.takes = type.substr(0, type.find(':'));
    if (is_argument && entry.takes == "TEXT") entry.takes = entry.names.front();
    if (!entry.words.empty()) entry.takes = fmt::format("{}", fmt::join(entry.words, "|"));
  }
  entry.about = one_line(option.get_description());
  if (!option.get_default_str().empty())
    entry.about += fmt::format(" ({})", option.get_default_str());
  if (option.get_group() != "Options") entry.group = option.get_group();
  entry.required = option.get_required();
  entry.repeats = option.get_items_expected_max() > 1;
  return entry;
}

}  // namespace

Proposal proposal_for(const OptionEntry& option) {
  if (!option.words.empty()) return Proposal::kWords;
  if (option.takes == "DIR") return Proposal::kFolders;
  if (option.takes == "FILE" || option.takes == "CASES") return Proposal::kFiles;
  return Proposal::kNothing;
}

CommandEntry describe_command(const CLI::App& app) {
  CommandEntry entry{
      .name = app.get_name(), .about = app.get_description(), .notes = app.get_footer()};
  for (const CLI::Option* option : app.get_options({})) {
    if (option->get_group().empty()) continue;  // hidden
    (option->get_positional() ? entry.arguments : entry.options)
        .push_back(describe_option(*option));
  }
  for (const CLI::App* command : app.get_subcommands({})) {
    if (!command->get_group().empty()) entry.commands.push_back(describe_command(*command));
  }
  return entry;
}

std::string usage_of(const CommandEntry& command) {
  std::vector<std::string> parts;
  for (const OptionEntry& argument : command.arguments)
    parts.push_back(argument.names.front() + (argument.repeats ? "..." : ""));
  if (!command.commands.empty()) parts.emplace_back("COMMAND");
  parts.emplace_back("[OPTIONS]");
  return fmt::format("{}", fmt::join(parts, " "));
}

std::string heading_of(const OptionEntry& option) {
  const std::string names = fmt::format("{}", fmt::join(option.names, ", "));
  if (option.takes.empty() || option.takes == names) return names;
  return names + " " + option.takes;
}

}  // namespace shadowsim::terminal
