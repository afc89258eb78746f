#pragma once

#include <optional>

#include "sim/base/result.h"
#include "sim/measure/run_result.h"
#include "sim/metrics/metrics_server.h"
#include "sim/runtime/progress.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

metrics::Snapshot snapshot_of(const runtime::Progress& progress);

// Of a run that is over: its counts are those of summary.json.
metrics::Snapshot snapshot_of(const measure::RunResult& result);

// The server that the command asks for, with its address told on stderr; none where it asks for none.
// Errors: as metrics::MetricsServer::start().
Result<std::optional<metrics::MetricsServer>> serve_metrics(const MetricsOptions& options);

}  // namespace shadowsim::terminal
