#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/time/scheduler.h"

namespace shadowsim::fleet {

// Tells the endpoint of those steps of a scenario that it carries out, each at its moment.
// Threads: called on its worker only.
// Owns:    its timer. Borrows the scheduler, which must outlive it.
class EndpointSteps {
 public:
  using Tell = std::function<void(const scenario::EndpointStep&)>;

  EndpointSteps(const scenario::Scenario& scenario, Scheduler& scheduler, Tell tell);
  EndpointSteps(const EndpointSteps&) = delete;
  EndpointSteps& operator=(const EndpointSteps&) = delete;
  ~EndpointSteps() { cancel(); }

  // The timeline begins at that moment. Requires: it is called once.
  void begin(TimePoint timeline);

  // Tells of none any more.
  void cancel();

 private:
  void arm_next();

  std::vector<std::pair<Duration, scenario::EndpointStep>> steps_;  // in order of time
  Scheduler& scheduler_;
  Tell tell_;
  TimePoint timeline_;
  std::size_t next_ = 0;
  TimerId timer_;
};

}  // namespace shadowsim::fleet
