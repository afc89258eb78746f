#include "sim/terminal/help_text.h"

#include <cstddef>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace shadowsim::terminal {
namespace {

constexpr std::size_t kColumns = 80;
constexpr std::size_t kAboutColumn = 27;  // where the text beside a heading begins

// The text broken at spaces so that no line is wider.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (text.size() > width) {
    std::size_t at = text.rfind(' ', width);
    if (at == std::string_view::npos) at = text.find(' ');
    if (at == std::string_view::npos) break;
    lines.emplace_back(text.substr(0, at));
    text.remove_prefix(at + 1);
  }
  lines.emplace_back(text);
  return lines;
}

std::string row(const std::string& heading, const std::string& about) {
  std::string text = "  " + heading;
  if (text.size() + 2 > kAboutColumn) text += '\n' + std::string(kAboutColumn, ' ');
  const std::size_t begun = text.rfind('\n') == std::string::npos ? text.size() : kAboutColumn;
  text.append(kAboutColumn - begun, ' ');
  const auto lines = wrapped(about, kColumns - kAboutColumn);
  return text + fmt::format("{}\n", fmt::join(lines, '\n' + std::string(kAboutColumn, ' ')));
}

// The options without a heading first.
std::string rows(const CommandEntry& command) {
  std::string text;
  for (const OptionEntry& argument : command.arguments)
    text += row(heading_of(argument), argument.about);
  std::vector<std::string> groups{""};
  for (const OptionEntry& option : command.options) {
    if (option.group != groups.back() && !option.group.empty()) groups.push_back(option.group);
  }
  for (const auto& group : groups) {
    if (!group.empty()) text += fmt::format("\n{}:\n", group);
    for (const OptionEntry& option : command.options) {
      // That there is help, who reads this knows.
      if (option.group == group && option.names.back() != "--help")
        text += row(heading_of(option), option.about);
    }
  }
  for (const CommandEntry& inner : command.commands)
    text += row(inner.name, inner.about);
  return text;
}

class HelpFormatter final : public CLI::FormatterBase {
 public:
  // CLI11's signature.
  std::string make_help(const CLI::App* app, std::string name,  // NOLINT
                        CLI::AppFormatMode) const override {
    return help_text(describe_command(*app), name);
  }
};

}  // namespace

std::string help_text(const CommandEntry& command, const std::string& path) {
  std::string text = fmt::format("Usage: {} {}\n", path, usage_of(command));
  for (const auto& line : wrapped(command.about, kColumns))
    text += line + '\n';
  text += '\n' + rows(command);
  if (!command.notes.empty()) text += '\n' + command.notes + '\n';
  return text;
}

std::shared_ptr<CLI::FormatterBase> help_formatter() {
  return std::make_shared<HelpFormatter>();
}

}  // namespace shadowsim::terminal
