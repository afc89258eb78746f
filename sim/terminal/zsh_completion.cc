#include "sim/terminal/zsh_completion.h"

#include <string_view>

#include <fmt/format.h>

namespace shadowsim::terminal {
namespace {

// For a text between single quotes within which _arguments reads brackets and colons.
std::string escaped(std::string_view text) {
  std::string safe;
  for (const char letter : text) {
    if (letter == '\'')
      safe += "'\\''";
    else if (letter == '[' || letter == ']' || letter == ':' || letter == '\\')
      safe.append("\\").push_back(letter);
    else
      safe += letter;
  }
  return safe;
}

std::string value_of(const OptionEntry& option) {
  const std::string what = escaped(option.takes);
  switch (proposal_for(option)) {
    case Proposal::kWords:
      return fmt::format(":{}:({})", what, fmt::join(option.words, " "));
    case Proposal::kFiles:
      return fmt::format(":{}:_files", what);
    case Proposal::kFolders:
      return fmt::format(":{}:_files -/", what);
    case Proposal::kNothing:
      break;
  }
  return fmt::format(":{}: ", what);
}

// One line for _arguments each.
std::string specification(const CommandEntry& command) {
  std::string lines;
  for (const OptionEntry& option : command.options) {
    for (const auto& name : option.names) {
      lines += fmt::format(" \\\n    '{}{}[{}]{}'", option.repeats ? "*" : "", name,
                           escaped(option.about), option.takes.empty() ? "" : value_of(option));
    }
  }
  for (const OptionEntry& argument : command.arguments)
    lines += fmt::format(" \\\n    '{}{}'", argument.repeats ? "*" : "", value_of(argument));
  return lines;
}

void add_function(const CommandEntry& command, const std::string& name, std::string& script) {
  if (command.commands.empty()) {
    script += fmt::format("{}() {{\n  _arguments{}\n}}\n\n", name, specification(command));
    return;
  }
  std::string names;
  std::string calls;
  for (const CommandEntry& inner : command.commands) {
    names += fmt::format("        '{}:{}'\n", inner.name, escaped(inner.about));
    calls += fmt::format("        {0}) {1}_{0} ;;\n", inner.name, name);
  }
  script += fmt::format(
      "{0}() {{\n"
      "  local curcontext=$curcontext state line\n"
      "  typeset -A opt_args\n"
      "  _arguments -C{1} \\\n"
      "    '1: :->command' \\\n"
      "    '*:: :->arguments'\n"
      "  case $state in\n"
      "    command)\n"
      "      local -a commands=(\n{2}      )\n"
      "      _describe command commands\n"
      "      ;;\n"
      "    arguments)\n"
      "      case $words[1] in\n{3}      esac\n"
      "      ;;\n"
      "  esac\n"
      "}}\n\n",
      name, specification(command), names, calls);
  for (const CommandEntry& inner : command.commands)
    add_function(inner, fmt::format("{}_{}", name, inner.name), script);
}

}  // namespace

std::string zsh_completion(const CommandEntry& program) {
  std::string script =
      "#compdef shadowsim\n"
      "# zsh completion of shadowsim, made by: shadowsim completion zsh\n\n";
  add_function(program, "_shadowsim", script);
  script +=
      "if [[ $funcstack[1] == _shadowsim ]]; then\n"
      "  _shadowsim \"$@\"\n"
      "else\n"
      "  compdef _shadowsim shadowsim\n"
      "fi\n";
  return script;
}

}  // namespace shadowsim::terminal
