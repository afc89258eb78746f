#include "sim/terminal/bash_completion.h"

#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace shadowsim::terminal {
namespace {

// Goes along the line to find the command that is being written, `path`, then proposes what may
// stand at the cursor.
constexpr std::string_view kBegin =
    R"(# bash completion of shadowsim, made by: shadowsim completion bash
_shadowsim() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local path='' next index words=''
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    next="${path:+$path }${COMP_WORDS[index]}"
    case $next in
)";

constexpr std::string_view kFiles =
    "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); return";
constexpr std::string_view kFolders =
    "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- \"$current\"); return";

// The words of a command: behind "shadowsim policy", "policy".
struct Path {
  std::string words;
  const CommandEntry& command;
};

void collect(const CommandEntry& command, const std::string& words, std::vector<Path>& found) {
  found.push_back({words, command});
  for (const CommandEntry& inner : command.commands)
    collect(inner, words.empty() ? inner.name : words + ' ' + inner.name, found);
}

std::string proposing(const OptionEntry& option) {
  switch (proposal_for(option)) {
    case Proposal::kWords:
      return fmt::format("mapfile -t COMPREPLY < <(compgen -W '{}' -- \"$current\"); return",
                         fmt::join(option.words, " "));
    case Proposal::kFiles:
      return std::string{kFiles};
    case Proposal::kFolders:
      return std::string{kFolders};
    case Proposal::kNothing:
      break;
  }
  return "return";
}

std::string values_of(const Path& path) {
  std::string cases;
  for (const OptionEntry& option : path.command.options) {
    if (option.takes.empty()) continue;
    for (const auto& name : option.names)
      cases += fmt::format("    '{}':{}) {} ;;\n", path.words, name, proposing(option));
  }
  return cases;
}

std::string words_of(const Path& path) {
  std::vector<std::string> options;
  for (const OptionEntry& option : path.command.options)
    options.insert(options.end(), option.names.begin(), option.names.end());
  std::vector<std::string> commands;
  for (const CommandEntry& inner : path.command.commands)
    commands.push_back(inner.name);
  std::string otherwise = fmt::format("words='{}'", fmt::join(commands, " "));
  if (!path.command.arguments.empty()) otherwise = proposing(path.command.arguments.front());
  return fmt::format(
      "    '{}')\n"
      "      if [[ $current == -* ]]; then words='{}'; else {}; fi\n"
      "      ;;\n",
      path.words, fmt::join(options, " "), otherwise);
}

}  // namespace

std::string bash_completion(const CommandEntry& program) {
  std::vector<Path> paths;
  collect(program, "", paths);
  std::vector<std::string> names;
  for (const Path& path : paths) {
    if (!path.words.empty()) names.push_back(fmt::format("'{}'", path.words));
  }
  std::string script{kBegin};
  script += fmt::format("      {}) path=$next ;;\n", fmt::join(names, " | "));
  script += "    esac\n  done\n  case $path:$before in\n";
  for (const Path& path : paths)
    script += values_of(path);
  script += "  esac\n  case $path in\n";
  for (const Path& path : paths)
    script += words_of(path);
  script +=
      "  esac\n"
      "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
      "}\n"
      "complete -F _shadowsim shadowsim\n";
  return script;
}

}  // namespace shadowsim::terminal
