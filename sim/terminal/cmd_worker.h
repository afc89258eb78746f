#pragma once

#include <string>
#include <vector>

#include "sim/schedule/shard.h"
#include "sim/terminal/exit_code.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

// Plays one shard for its parent, and tells it what came out. Says nothing itself.
ExitCode work(const WorkerCommand& command);

// The command line of the worker that plays this shard of the run, from the command's name on and
// without its socket. `endpoint` is what the run plays against, as an option would say it;
// `hears_everybody` as in WorkerCommand.
std::vector<std::string> worker_arguments(const RunCommand& run,
                                          const mqtt::EndpointOptions& endpoint,
                                          schedule::Shard shard, bool hears_everybody);

}  // namespace shadowsim::terminal
