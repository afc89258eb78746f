#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/result.h"
#include "sim/endpoint/broker_process.h"
#include "sim/runtime/gateway_thread.h"
#include "sim/runtime/progress.h"
#include "sim/runtime/worker_message.h"
#include "sim/schedule/shard.h"
#include "sim/time/clock.h"

namespace shadowsim::runtime {

struct WorkersSettings {
  schedule::Shard whole = {};             // what they play together: the fleet, or a shard of it
  std::uint32_t count = 1;                // of workers; worker W plays whole.part(W, count)
  std::optional<WallTime> start_at = {};  // of the timeline; none: once all workers are ready
  std::string program;                    // file of this program

  // The command line of the worker that plays this shard, from the command's name on.
  std::function<std::vector<std::string>(schedule::Shard)> arguments;

  const endpoint::BrokerProcess* broker = nullptr;  // ours, whose end is the run's; may be null

  // What stands before it, and carries out the scenario's steps for it; null where nothing does.
  GatewayThread* gateway = nullptr;
  const scenario::Scenario* scenario = nullptr;   // given where there is a gateway
  std::function<void(const Progress&)> progress;  // of all together; may be empty
};

// What came of one worker.
struct WorkerOutcome {
  schedule::Shard shard;
  std::optional<WorkerDone> done;  // none where it failed or died
  Error failure;                   // then: why
};

struct WorkersOutcome {
  std::vector<WorkerOutcome> workers;  // in the order of their shards
  bool interrupted = false;            // by SIGINT, SIGTERM or SIGHUP

  // Of the broker over the timeline, as measure::RunResult::Resources has it.
  std::optional<double> endpoint_busiest_thread;

  // Of this process, and of the broker; likewise.
  std::optional<measure::MemoryGrowth> memory;
  std::optional<measure::MemoryGrowth> endpoint_memory;
};

// Starts the workers, gives them one moment at which their timelines begin (start_at, or a moment
// from when every one of them is ready or gone), and waits until all have ended. A worker that dies takes nothing with it but
// its own part. SIGINT, SIGTERM and SIGHUP are passed on as an order to stop, after which the workers still
// tell what they have measured; a second one ends this process, and its workers with it. Blocks.
// Errors: kSystem where a worker cannot be started, or the broker ends.
Result<WorkersOutcome> run_workers(const WorkersSettings& settings);

}  // namespace shadowsim::runtime
