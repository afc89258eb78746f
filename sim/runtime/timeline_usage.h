#pragma once

#include <optional>
#include <sys/types.h>

#include "sim/fleet/conductor.h"
#include "sim/measure/run_result.h"
#include "sim/runtime/endpoint_usage.h"
#include "sim/runtime/memory_usage.h"
#include "sim/runtime/thread_usage.h"
#include "sim/time/scheduler.h"

namespace shadowsim::runtime {

// Watches, once a second while the timeline is played, how busy the threads of this process are and
// those of the embedded endpoint, and how much memory both have.
// Threads:  called on its worker only.
// Owns:     its timer. Borrows scheduler and conductor, which must outlive it.
class TimelineUsage {
 public:
  // The broker and the thread of this process that are the embedded endpoint; without them, only of this
  // process.
  struct EndpointsOwn {
    std::optional<pid_t> broker;
    std::optional<pid_t> gateway = {};  // with a broker only
  };

  TimelineUsage(Scheduler& scheduler, const fleet::Conductor& conductor, EndpointsOwn endpoint);
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
  MemoryUsage memory_;
  std::optional<EndpointUsage> endpoint_;
  std::optional<MemoryUsage> endpoint_memory_;
  TimerId timer_;
};

}  // namespace shadowsim::runtime
