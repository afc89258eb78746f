#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/time/scheduler.h"

namespace shadowsim::fleet {

// Tells the endpoint of a scenario's disconnect steps, each at its moment.
// Threads: called on its worker only.
// Owns:    its timer. Borrows the scheduler, which must outlive it.
class DisconnectSteps {
 public:
  using Tell = std::function<void(const scenario::Disconnect&)>;

  DisconnectSteps(const scenario::Scenario& scenario, Scheduler& scheduler, Tell tell);
  DisconnectSteps(const DisconnectSteps&) = delete;
  DisconnectSteps& operator=(const DisconnectSteps&) = delete;
  ~DisconnectSteps() { cancel(); }

  // The timeline begins at that moment. Requires: it is called once.
  void begin(TimePoint timeline);

  // Tells of none any more.
  void cancel();

 private:
  void arm_next();

  std::vector<std::pair<Duration, scenario::Disconnect>> steps_;  // in order of time
  Scheduler& scheduler_;
  Tell tell_;
  TimePoint timeline_;
  std::size_t next_ = 0;
  TimerId timer_;
};

}  // namespace shadowsim::fleet
