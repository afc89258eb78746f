#include <string>

#include <CLI/CLI.hpp>

#include "sim/terminal/subcommands.h"

namespace shadowsim::terminal {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  shadowsim policy show scenarios/colour-churn.yaml > policy.json\n"
    "  shadowsim policy test tests/policy/policy-cases.json";

constexpr const char* kShowExamples =
    "Example:\n"
    "  shadowsim policy show scenarios/colour-churn.yaml --region eu-central-1 \\\n"
    "    --account 210987654321\n"
    "It is the smallest policy under which the scenario's lights and apps can do all\n"
    "that they do; warnings about its size and its wildcards go to stderr.";

constexpr const char* kTestExamples =
    "Example, of a file of this project:\n"
    "  shadowsim policy test tests/policy/policy-cases.json\n"
    "\n"
    "Judges each case as AWS IoT Core does, and prints what was expected and what\n"
    "came of those that fail. The last line is \"N passed, M failed\"; the exit code is\n"
    "1 where M is not 0.";

// They become parts of ARNs, in which a colon or a wildcard would mean something else.
std::string region_problem(const std::string& text) {
  constexpr const char* kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
  const bool is_good = !text.empty() && text.find_first_not_of(kAllowed) == std::string::npos;
  return is_good ? "" : "'" + text + "' is no Region, which has a-z 0-9 -, like us-east-1";
}

std::string account_problem(const std::string& text) {
  const bool is_good =
      text.size() == 12 && text.find_first_not_of("0123456789") == std::string::npos;
  return is_good ? "" : "'" + text + "' is no account, which is a number of 12 digits";
}

}  // namespace

CLI::App& add_policy(CLI::App& app) {
  CLI::App& command =
      *app.add_subcommand("policy", "IoT policies: what a scenario needs, and cases");
  command.footer(kExamples);
  command.require_subcommand(1);
  return command;
}

CLI::App& add_policy_show(CLI::App& policy, PolicyShowCommand& show) {
  CLI::App& command =
      *policy.add_subcommand("show", "Print the least-privilege policy of a scenario, JSON");
  command.footer(kShowExamples);
  command.add_option("FILE", show.file, "The scenario, YAML")->required();
  command.add_option("--region", show.account.region, "Region of the ARNs")
      ->type_name("NAME")
      ->check(region_problem)
      ->capture_default_str();
  command.add_option("--account", show.account.number, "Account of the ARNs")
      ->type_name("NUMBER")
      ->check(account_problem)
      ->capture_default_str();
  command.add_option("--partition", show.account.partition, "Partition of the ARNs")
      ->capture_default_str()
      ->check(CLI::IsMember({"aws", "aws-cn", "aws-us-gov"}));
  add_overrides(command, show.overrides);
  return command;
}

CLI::App& add_policy_test(CLI::App& policy, PolicyTestCommand& test) {
  CLI::App& command = *policy.add_subcommand("test", "Run a file of policy cases");
  command.footer(kTestExamples);
  command.add_option("CASES", test.file, "The cases, JSON")->required();
  command.add_flag("--verbose", test.verbose, "A line for each case that passed, too");
  return command;
}

}  // namespace shadowsim::terminal
