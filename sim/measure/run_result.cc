#include "sim/measure/run_result.h"

#include <utility>

namespace shadowsim::measure {

void RunResult::take(Measurements&& measurements) {
  connections = measurements.connections;
  full_fleet = measurements.presence.full_fleet();
  subscribed_fleet = measurements.subscribed.full_fleet();
  online_fleet = measurements.online.full_fleet();
  changes = measurements.changes;
  messages = std::move(measurements.messages);
  refusals_seen = std::move(measurements.refusals_seen);
  latencies = std::move(measurements.latencies);
  final_check = measurements.final_check;
  instrument.scheduling_lag = std::move(measurements.scheduling_lag);
}

}  // namespace shadowsim::measure
