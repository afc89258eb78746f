#include <CLI/CLI.hpp>

#include "sim/runtime/worker_process.h"
#include "sim/terminal/options_endpoint.h"
#include "sim/terminal/subcommands.h"

namespace shadowsim::terminal {

CLI::App& add_worker(CLI::App& app, WorkerCommand& worker) {
  CLI::App& command = *app.add_subcommand(runtime::kWorkerCommand);
  command.group("");  // hidden
  command.add_option("FILE", worker.file)->required();
  command.add_option(runtime::kParentOption, worker.parent)->required();
  command.add_option("--shard", worker.shard)->required();
  command.add_option("--quotas", worker.quotas);
  command.add_flag("--hear-everybody", worker.hears_everybody);
  add_endpoint(command, worker.endpoint, worker.version);
  add_client(command, worker.client);
  add_overrides(command, worker.overrides);
  return command;
}

}  // namespace shadowsim::terminal
