#include <CLI/CLI.hpp>

#include "sim/terminal/subcommands.h"

namespace shadowsim::terminal {

CLI::App& add_completion(CLI::App& app, std::string& shell) {
  CLI::App& command = *app.add_subcommand("completion", "A script by which a shell completes");
  command.group("");  // hidden: packages have it installed
  command.footer(
      "Examples:\n"
      "  source <(shadowsim completion bash)\n"
      "  source <(shadowsim completion zsh)    # after compinit");
  command.add_option("SHELL", shell, "The shell")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh"}));
  return command;
}

CLI::App& add_man(CLI::App& app) {
  CLI::App& command = *app.add_subcommand("man", "The manual page, for man(1)");
  command.group("");  // hidden, as completion
  command.footer("Example:\n  shadowsim man | man -l -");
  return command;
}

}  // namespace shadowsim::terminal
