#pragma once

#include <optional>
#include <sys/types.h>

#include "sim/runtime/thread_usage.h"

namespace shadowsim::runtime {

// How busy the embedded endpoint is: its broker's threads, and that of the gateway before it.
// Time: passed in, as ThreadUsage's.
class EndpointUsage {
 public:
  // The gateway's is a thread of this process; none where there is none.
  EndpointUsage(pid_t broker, std::optional<pid_t> gateway);

  void sample(TimePoint now);

  // Of all these threads, as ThreadUsage::busiest().
  std::optional<double> busiest() const;

 private:
  ThreadUsage broker_;
  std::optional<ThreadUsage> gateway_;
};

}  // namespace shadowsim::runtime
