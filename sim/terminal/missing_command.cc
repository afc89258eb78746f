#include "sim/terminal/missing_command.h"

#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "sim/text/nearest_name.h"

namespace shadowsim::terminal {
namespace {

// The last command that the words name, or the program itself.
const CLI::App& last_named(const CLI::App& app) {
  const CLI::App* named = &app;
  for (auto inner = named->get_subcommands(); !inner.empty(); inner = named->get_subcommands())
    named = inner.front();
  return *named;
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  const auto is_shown = [](const CLI::App* command) { return !command->get_group().empty(); };
  for (const CLI::App* const command : app.get_subcommands(is_shown))
    names.push_back(command->get_name());
  return names;
}

std::string flaw_of(const std::vector<std::string>& words, const std::string& before,
                    const std::vector<std::string>& commands) {
  if (words.empty()) return "a command is missing";
  const std::string& word = words.front();
  if (word.starts_with('-')) return fmt::format("'{}' cannot stand where a command is due", word);
  const std::vector<std::string_view> names(commands.begin(), commands.end());
  return fmt::format("there is no command '{}{}'{}", before, word, suggestion(word, names));
}

}  // namespace

std::optional<std::string> missing_command(const CLI::App& app) {
  const CLI::App& named = last_named(app);
  if (named.get_require_subcommand_min() == 0) return std::nullopt;
  const std::string before = &named == &app ? "" : named.get_name() + ' ';
  const auto commands = commands_of(named);
  return fmt::format("{}\nCommands: {}", flaw_of(named.remaining(), before, commands),
                     fmt::join(commands, ", "));
}

}  // namespace shadowsim::terminal
