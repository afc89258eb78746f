#pragma once

#include <functional>
#include <optional>
#include <string>

#include "sim/admission/front_door.h"
#include "sim/background/holds.h"
#include "sim/base/result.h"
#include "sim/fleet/conductor.h"
#include "sim/measure/run_result.h"
#include "sim/mqtt/endpoint.h"
#include "sim/mqtt/session.h"
#include "sim/runtime/endpoint_in_use.h"
#include "sim/runtime/progress.h"
#include "sim/runtime/session_engines.h"
#include "sim/runtime/worker_link.h"
#include "sim/scenario/scenario.h"
#include "sim/schedule/plan.h"

namespace shadowsim::runtime {

struct RunSettings {
  const scenario::Scenario& scenario;  // borrowed
  schedule::Shard shard = {};
  std::optional<WallTime> start_at = {};              // of the timeline; none: when connected
  std::optional<mqtt::ProtocolVersion> version = {};  // none: the scenario's
  std::optional<mqtt::Endpoint> endpoint;  // none: an embedded one is started for the run
  const SessionEngine* engine = &default_session_engine();  // never null

  std::optional<OwnTls> own_tls = {};  // of the embedded endpoint; none: it is plain MQTT

  // What the embedded endpoint holds clients to: then a gateway stands before its broker, which it must
  // where the scenario has steps for the endpoint.
  std::optional<admission::Rules> rules = {};

  // What takes a share of quotas beside the fleet; for the shard with index 0 only. Empty: nothing. Requires: each can be
  // found out.
  std::vector<background::Hold> background = {};
  quota::QuotaProfile background_quotas{};  // that it is a share of

  std::string broker_plugin;  // file of the shadow service's plugin, for the embedded endpoint
  std::string program;  // file of this program, which runs helpers as processes; empty: no floor

  std::function<void(const Progress&)> progress;  // may be empty

  // To the parent of a worker: then the timeline begins when the parent says so. None for a run of
  // its own.
  std::optional<ParentSocket> parent = {};

  // Whether every session tries before the run is given up where all are refused, as is always so where the run
  // has a gateway: of a worker whose parent has one.
  bool hears_everybody = false;
};

struct RunOutcome {
  measure::RunResult result;  // as far as it came; without thresholds and verdict
  bool interrupted = false;   // by SIGINT, SIGTERM or SIGHUP

  // Why the timeline was not begun though the endpoint was reached: it refuses everybody, or lets nobody read a
  // shadow. The result tells who was refused what. None where it was begun.
  std::optional<Error> refusal = {};
};

// The floor of the engine that the run will use, measured now. Blocks for a second at most. Empty
// where it cannot be measured, which is no reason not to run: the result then says so.
measure::Histogram floor_of(const RunSettings& settings);

// Plays the scenario against the endpoint, in real time, and returns what was measured. Blocks;
// SIGINT, SIGTERM and SIGHUP end the run early and cleanly, a second one ends the process.
// Errors:  kUnreachable where the endpoint cannot be reached; kSystem for what
//          the machine does not allow; kUsage for certificate files that cannot be used, and for an
//          endpoint that the engine cannot speak to.
Result<RunOutcome> run_scenario(const RunSettings& settings);

}  // namespace shadowsim::runtime
