#include "sim/terminal/man_page.h"

#include <sstream>
#include <string_view>

#include <fmt/format.h>

#include "sim/terminal/version.h"

namespace shadowsim::terminal {
namespace {

// A text as roff prints it: a hyphen that can be copied, no macro at the begin of a line.
std::string roff(std::string_view text) {
  std::string safe;
  bool begins = true;
  for (const char letter : text) {
    if (begins && (letter == '.' || letter == '\'')) safe += "\\&";
    if (letter == '\\')
      safe += "\\e";
    else if (letter == '-')
      safe += "\\-";
    else
      safe += letter;
    begins = letter == '\n';
  }
  return safe;
}

std::string entry(const OptionEntry& option) {
  std::string heading;
  for (const auto& name : option.names)
    heading += fmt::format("{}\\fB{}\\fR", heading.empty() ? "" : ", ", roff(name));
  if (!option.takes.empty() && option.takes != option.names.front())
    heading += fmt::format(" \\fI{}\\fR", roff(option.takes));
  return fmt::format(".TP\n{}\n{}.\n", heading, roff(option.about));
}

// The options without a heading first, as --help has them.
std::string entries(const CommandEntry& command) {
  std::string text;
  for (const OptionEntry& argument : command.arguments)
    text += entry(argument);
  std::string group;
  for (const bool has_group : {false, true}) {
    for (const OptionEntry& option : command.options) {
      if (option.group.empty() == has_group) continue;
      if (option.group != group) text += fmt::format(".PP\n{}:\n", roff(option.group));
      group = option.group;
      text += entry(option);
    }
  }
  return text;
}

// Laid out by its author.
std::string notes(const CommandEntry& command) {
  if (command.notes.empty()) return {};
  std::string text = ".PP\n.nf\n";
  std::istringstream lines{roff(command.notes)};
  for (std::string line; std::getline(lines, line);)
    text += line.empty() ? ".sp\n" : line + '\n';
  return text + ".fi\n";
}

void add_command(const CommandEntry& command, const std::string& path, std::string& page) {
  page +=
      fmt::format(".SS \"{} {}\"\n{}.\n", roff(path), roff(usage_of(command)), roff(command.about));
  if (command.commands.empty()) page += entries(command) + notes(command);
  for (const CommandEntry& inner : command.commands)
    add_command(inner, path + ' ' + inner.name, page);
}

constexpr std::string_view kEnd = R"(.SH EXIT STATUS
.TP
.B 0
All thresholds held, or the command did what it was told.
.TP
.B 1
A threshold or a case failed, a comparison found a regression, or a result is not complete.
.TP
.B 2
The command line or a file is wrong; what is said tells where, and what is allowed.
.TP
.B 3
The endpoint cannot be reached or refused us.
.TP
.B 4
The machine or the program failed.
.TP
.B 130
Interrupted; what was measured is written, as not complete.
.SH ENVIRONMENT
.TP
.B NO_COLOR
If set, no colour is used on a terminal.
.TP
.B PATH
Where
.BR mosquitto (8)
is looked for, beside /usr/sbin and /usr/local/sbin.
.SH SEE ALSO
.BR mosquitto (8),
.BR mosquitto_pub (1).
Scenario files, results and the rest are described in the documentation that comes with the program.
)";

}  // namespace

std::string man_page(const CommandEntry& program) {
  std::string page = fmt::format(
      ".\\\" Made by: shadowsim man\n"
      ".TH SHADOWSIM 1 {} \"shadowsim {}\"\n"
      ".SH NAME\n"
      "shadowsim \\- a fleet of virtual lights against the AWS IoT Device Shadow service\n"
      ".SH SYNOPSIS\n"
      "\\fBshadowsim\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n"
      ".SH DESCRIPTION\n{}\n",
      kReleaseDate, kVersion, roff(program.about));
  page += entries(program) + notes(program) + ".SH COMMANDS\n";
  for (const CommandEntry& command : program.commands)
    add_command(command, program.name + ' ' + command.name, page);
  return page + std::string{kEnd};
}

}  // namespace shadowsim::terminal
