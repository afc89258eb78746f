#pragma once

#include <set>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "sim/terminal/options.h"

// How tests of this folder hear what the command line has to say, and what commands there are.
namespace shadowsim::terminal {

inline SayCommand said(const std::vector<std::string>& arguments) {
  auto command = parse_command_line(arguments);
  EXPECT_TRUE(std::holds_alternative<SayCommand>(command));
  return std::get<SayCommand>(command);
}

using Words = std::vector<std::string>;

// The rows of a help text: what stands at the begin of lines indented by two.
inline std::vector<std::string> rows_of(const std::string& help) {
  std::vector<std::string> rows;
  std::istringstream lines{help};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("  ") && line.find_first_not_of(' ') == 2) rows.push_back(line.substr(2));
  }
  return rows;
}

// All commands that are not hidden, each as the words that call it; the program itself is no words.
inline std::vector<Words> all_commands() {
  std::vector<Words> found{{}};
  for (std::size_t i = 0; i < found.size(); ++i) {  // grows on the way
    Words asked = found[i];
    asked.emplace_back("--help");
    const std::string help = said(asked).text;
    if (help.find(" COMMAND [OPTIONS]\n") == std::string::npos) continue;
    for (const auto& row : rows_of(help.substr(0, help.find("Example")))) {
      if (row.starts_with('-')) continue;
      Words inner = found[i];
      inner.push_back(row.substr(0, row.find(' ')));
      found.push_back(inner);
    }
  }
  return found;
}

// The options of a command, by what its help lists.
inline std::set<std::string> options_of(const Words& command) {
  Words asked = command;
  asked.emplace_back("--help");
  std::set<std::string> options;
  for (const auto& row : rows_of(said(asked).text)) {
    if (row.starts_with("--")) options.insert(row.substr(0, row.find(' ')));
  }
  return options;
}

}  // namespace shadowsim::terminal
