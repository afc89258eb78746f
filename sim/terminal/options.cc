#include "sim/terminal/options.h"

#include <sstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "sim/runtime/floor.h"
#include "sim/terminal/bash_completion.h"
#include "sim/terminal/command_tree.h"
#include "sim/terminal/help_text.h"
#include "sim/terminal/man_page.h"
#include "sim/terminal/missing_command.h"
#include "sim/terminal/subcommands.h"
#include "sim/terminal/versions.h"
#include "sim/terminal/zsh_completion.h"

namespace shadowsim::terminal {
namespace {

constexpr const char* kAbout =
    "Simulates a fleet of lights against the AWS IoT Device Shadow service, and measures how "
    "long a wish takes to become true";

constexpr const char* kExamples =
    "Examples:\n"
    "  shadowsim run scenarios/colour-churn.yaml\n"
    "  shadowsim run scenarios/ramp.yaml --lights 500 --workers auto\n"
    "  shadowsim serve --port 1883 --verbose\n"
    "\n"
    "shadowsim COMMAND --help tells more about each command.";

SayCommand say_completion(const CLI::App& app, const std::string& shell) {
  const CommandEntry program = describe_command(app);
  return {ExitCode::kPassed, shell == "bash" ? bash_completion(program) : zsh_completion(program)};
}

SayCommand say_man_page(const CLI::App& app) {
  return {ExitCode::kPassed, man_page(describe_command(app))};
}

SayCommand say(const CLI::App& app, const CLI::ParseError& told) {
  if (told.get_exit_code() == 0) {
    // Which command's help is asked for, CLI11 finds out when it is told to print it.
    std::ostringstream out;
    std::ostringstream ignored;
    app.exit(told, out, ignored);
    return {ExitCode::kPassed, out.str(), false};
  }
  return {ExitCode::kUsage,
          fmt::format("shadowsim: {}\nTry shadowsim --help, or shadowsim COMMAND --help.\n",
                      missing_command(app).value_or(told.what())),
          true};
}

}  // namespace

Command parse_command_line(const std::vector<std::string>& arguments) {
  CLI::App app{kAbout, "shadowsim"};
  app.footer(kExamples);
  app.formatter(help_formatter());
  app.set_help_flag("-h,--help", "This help; behind a command, its own");
  app.set_version_flag("--version", &versions_text, "Its version, and those of its libraries");
  app.require_subcommand(1);

  RunCommand run;
  MergeCommand merge;
  CompareCommand compare;
  ReportCommand report;
  CheckCommand check;
  CertsCommand certs;
  ServeCommand serve;
  LightCommand light;
  ConformanceCommand conformance;
  WorkerCommand worker;
  PolicyShowCommand policy_show;
  PolicyTestCommand policy_test;
  FloorPeerCommand floor_peer;
  std::string shell;
  const CLI::App& run_command = add_run(app, run);
  const CLI::App& merge_command = add_merge(app, merge);
  const CLI::App& compare_command = add_compare(app, compare);
  const CLI::App& report_command = add_report(app, report);
  const CLI::App& check_command = add_check(app, check);
  const CLI::App& certs_command = add_certs(app, certs);
  const CLI::App& serve_command = add_serve(app, serve);
  const CLI::App& light_command = add_light(app, light);
  const CLI::App& conformance_command = add_conformance(app, conformance);
  const CLI::App& worker_command = add_worker(app, worker);
  CLI::App& policy_command = add_policy(app);
  const CLI::App& policy_show_command = add_policy_show(policy_command, policy_show);
  const CLI::App& policy_test_command = add_policy_test(policy_command, policy_test);
  const CLI::App& completion_command = add_completion(app, shell);
  const CLI::App& man_command = add_man(app);
  CLI::App& peer_command = *app.add_subcommand(runtime::kFloorPeerCommand);
  peer_command.group("");  // hidden
  peer_command.add_option("FD", floor_peer.port_descriptor)->required();

  std::vector<std::string> reversed{arguments.rbegin(), arguments.rend()};  // as CLI11 wants them
  try {
    app.parse(reversed);
  } catch (const CLI::ParseError& told) {
    return say(app, told);
  }
  if (run_command.parsed()) return run;
  if (merge_command.parsed()) return merge;
  if (compare_command.parsed()) return compare;
  if (report_command.parsed()) return report;
  if (check_command.parsed()) return check;
  if (certs_command.parsed()) return certs;
  if (serve_command.parsed()) return serve;
  if (light_command.parsed()) return light;
  if (conformance_command.parsed()) return conformance;
  if (worker_command.parsed()) return worker;
  if (policy_show_command.parsed()) return policy_show;
  if (policy_test_command.parsed()) return policy_test;
  if (completion_command.parsed()) return say_completion(app, shell);
  if (man_command.parsed()) return say_man_page(app);
  return floor_peer;
}

}  // namespace shadowsim::terminal
