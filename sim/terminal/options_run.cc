#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "sim/terminal/options_endpoint.h"
#include "sim/terminal/options_quotas.h"
#include "sim/terminal/subcommands.h"

namespace shadowsim::terminal {
namespace {

constexpr const char* kRunExamples =
    "Examples:\n"
    "  shadowsim run scenarios/colour-churn.yaml --lights 50 --duration 10s\n"
    "  shadowsim run scenarios/colour-churn.yaml --endpoint mqtt://127.0.0.1:1883\n"
    "  shadowsim run scenarios/colour-churn.yaml --endpoint ENDPOINT.amazonaws.com \\\n"
    "      --cert light.pem --key light.key --ca-file AmazonRootCA1.pem\n"
    "\n"
    "Exit codes: 0 all thresholds held, 1 one failed, 2 usage or scenario error,\n"
    "3 endpoint unreachable or refused us, 4 internal error, 130 interrupted.";

// Names are short for keys of the file, so that there is one place that judges them.
void add_names(CLI::App& command, scenario::Overrides& overrides) {
  const auto group = "Changes to the scenario";
  const auto add = [&](const char* option, const char* key, const char* about) {
    command
        .add_option_function<std::string>(
            option,
            [&overrides, key](const std::string& name) {
              overrides.sets.push_back(fmt::format("{}=\"{}\"", key, name));
            },
            about)
        ->type_name("NAME")
        ->group(group);
  };
  add("--thing-name", "fleet.thing_name", "Thing name, with {index} for several");
  add("--client-id", "fleet.client_id", "Client ID, with {index} or {thing}");
}

void add_division(CLI::App& command, DivisionOptions& division) {
  const auto group = "Parts of a fleet";
  command
      .add_option("--workers", division.workers, "Processes (default 1); auto: as the client needs")
      ->type_name("W|auto")
      ->group(group);
  command
      .add_option("--shard", division.shard,
                  "Only this shard, I from 0 to N-1;\nauto: as srun, mpirun or Kubernetes say")
      ->type_name("I/N|auto")
      ->group(group);
  command.add_option("--start-at", division.start_at, "When the timeline begins (RFC 3339)")
      ->type_name("TIME")
      ->group(group);
}

void add_metrics(CLI::App& command, MetricsOptions& metrics) {
  command
      .add_option("--metrics-port", metrics.port, "Metrics for Prometheus there (0: any free one)")
      ->type_name("P");
  command.add_option("--metrics-address", metrics.address, "Where they listen (default 127.0.0.1)")
      ->type_name("IP");
}

}  // namespace

CLI::App& add_run(CLI::App& app, RunCommand& run) {
  CLI::App& command = *app.add_subcommand("run", "Replay a scenario, report, judge its thresholds");
  command.footer(kRunExamples);
  command.add_option("FILE", run.file, "The scenario, YAML")->required();
  command
      .add_option(
          "--out", run.out,
          "Results (default results/<scenario>-<time>);\n{shard} in it is the shard's index")
      ->type_name("DIR");
  command.add_option("--repeat", run.repeat, "Play it N times; results in DIR/run-1, run-2, ...")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  add_output(command, run.output);
  add_metrics(command, run.metrics);
  add_client(command, run.client);
  add_endpoint(command, run.endpoint, run.version);
  add_quotas(command, run.quotas);
  command.add_flag("--beyond-quotas", run.quotas.beyond, "Play what uses more of them, too")
      ->group("Quotas of the account");
  add_division(command, run.division);
  add_overrides(command, run.overrides);
  add_names(command, run.overrides);
  return command;
}

}  // namespace shadowsim::terminal
