#pragma once

#include <optional>
#include <sys/types.h>

#include "sim/fleet/conductor.h"
#include "sim/measure/run_result.h"
#include "sim/runtime/thread_usage.h"
#include "sim/time/scheduler.h"

namespace shadowsim::runtime {

// Watches, once a second while the timeline is played, how busy the threads of this process are and
// those of the embedded endpoint.
// Threads:  called on its worker only.
// Owns:     its timer. Borrows scheduler and conductor, which must outlive it.
class TimelineUsage {
 public:
  // Without an endpoint, only of this process.
  TimelineUsage(Scheduler& scheduler, const fleet::Conductor& conductor,
                std::optional<pid_t> endpoint);
  TimelineUsage(const TimelineUsage&) = delete;
  TimelineUsage& operator=(const TimelineUsage&) = delete;
  ~TimelineUsage();

  void start();

  // Writes what was found into the result.
  void tell(measure::RunResult& result) const;

 private:
  void look();

  Scheduler& scheduler_;
  const fleet::Conductor& conductor_;
  ThreadUsage own_;
  std::optional<ThreadUsage> endpoint_;
  TimerId timer_;
};

}  // namespace shadowsim::runtime
