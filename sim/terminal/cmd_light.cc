#include "sim/terminal/cmd_light.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "sim/runtime/interactive_light.h"
#include "sim/terminal/complaint.h"
#include "sim/terminal/endpoint_choice.h"
#include "sim/terminal/own_files.h"

namespace shadowsim::terminal {
namespace {

// Without what a service, whose words some lines quote, could steer a terminal with.
std::string printable(std::string text) {
  constexpr char kDelete = 0x7F;
  std::ranges::replace_if(
      text, [](char byte) { return (byte >= 0 && byte < ' ') || byte == kDelete; }, '?');
  return text;
}

// The lines of the conversation.
class Screen {
 public:
  bool say(const light::Line& line) const {
    // The prompt makes room; what was typed and not yet entered stays with the terminal.
    if (is_terminal_) std::fputs("\r", stdout);
    std::fflush(stdout);
    std::FILE* const stream = line.is_complaint ? stderr : stdout;
    const std::string text =
        fmt::format("{}{}\n", line.is_complaint ? "shadowsim: " : "", printable(line.text));
    std::fputs(text.c_str(), stream);
    std::fflush(stream);
    prompt();
    return std::ferror(stdout) == 0;
  }

  void prompt() const {
    if (!is_terminal_) return;
    std::fputs("> ", stdout);
    std::fflush(stdout);
  }

  void end() const {
    if (is_terminal_) std::fputs("\r  \r", stdout);
  }

 private:
  bool is_terminal_ = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
};

}  // namespace

ExitCode light(const LightCommand& command) {
  auto endpoint = choose_endpoint(command.endpoint);
  if (endpoint.has_error()) return fail(endpoint.error());
  const Screen screen;
  const auto end = runtime::run_interactive_light(
      {.endpoint = *std::move(endpoint),
       .engine = command.client,
       .broker_plugin = broker_plugin(),
       .version = command.version,
       .thing = command.thing,
       .client_id = command.client_id,
       .shadow = command.shadow,
       .property = command.property,
       .reported_only = command.reported_only,
       .input = STDIN_FILENO,
       .say = [&screen](const light::Line& line) { return screen.say(line); }});
  screen.end();
  if (end.has_error()) return fail(end.error());
  return *end == runtime::LightEnd::kInterrupted ? ExitCode::kInterrupted : ExitCode::kPassed;
}

}  // namespace shadowsim::terminal
