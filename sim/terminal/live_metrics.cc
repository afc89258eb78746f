#include "sim/terminal/live_metrics.h"

#include <cstdio>
#include <utility>

#include <fmt/format.h>

namespace shadowsim::terminal {

metrics::Snapshot snapshot_of(const runtime::Progress& progress) {
  return {.figures = progress.figures,
          .connected = progress.connected,
          .sessions = progress.sessions,
          .in_flight = progress.in_flight,
          .elapsed = progress.elapsed,
          .length = progress.length};
}

metrics::Snapshot snapshot_of(const measure::RunResult& result) {
  return {.figures = measure::live_figures(result),
          .elapsed = result.intervals.empty()
                         ? Duration::zero()
                         : result.intervals.back().begin + result.intervals.back().length,
          .length = result.scenario.duration};
}

Result<std::optional<metrics::MetricsServer>> serve_metrics(const MetricsOptions& options) {
  if (!options.port) return std::optional<metrics::MetricsServer>{};
  auto server = metrics::MetricsServer::start(options.address, *options.port);
  if (server.has_error()) return server.error();
  fmt::print(stderr, "metrics: http://{}:{}/metrics\n", options.address, server->port());
  return std::optional{*std::move(server)};
}

}  // namespace shadowsim::terminal
