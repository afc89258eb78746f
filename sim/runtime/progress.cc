#include "sim/runtime/progress.h"

#include <algorithm>

#include "sim/measure/merging.h"

namespace shadowsim::runtime {

Progress together(std::span<const Progress> workers) {
  Progress all;
  Duration longest{};  // of the last seconds, which need not be the same second
  if (!workers.empty()) all.phase = workers.front().phase;
  for (const Progress& worker : workers) {
    all.phase = std::min(all.phase, worker.phase);
    all.elapsed = std::max(all.elapsed, worker.elapsed);
    all.length = std::max(all.length, worker.length);
    all.connected += worker.connected;
    all.sessions += worker.sessions;
    all.in_flight += worker.in_flight;
    measure::add(all.figures, worker.figures);
    if (!worker.last_interval) continue;
    longest = std::max(longest, worker.last_interval->length);
    if (all.last_interval) {
      measure::add(*all.last_interval, *worker.last_interval);
    } else {
      all.last_interval = worker.last_interval;
    }
  }
  if (all.last_interval) all.last_interval->length = longest;
  return all;
}

}  // namespace shadowsim::runtime
