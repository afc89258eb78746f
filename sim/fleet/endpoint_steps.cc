#include "sim/fleet/endpoint_steps.h"

#include <algorithm>

namespace shadowsim::fleet {

EndpointSteps::EndpointSteps(const scenario::Scenario& scenario, Scheduler& scheduler, Tell tell)
    : steps_{scenario.endpoint_steps()}, scheduler_{scheduler}, tell_{std::move(tell)} {}

void EndpointSteps::begin(TimePoint timeline) {
  timeline_ = timeline;
  arm_next();
}

void EndpointSteps::cancel() {
  scheduler_.cancel(std::exchange(timer_, {}));
}

void EndpointSteps::arm_next() {
  if (next_ == steps_.size()) return;
  timer_ = scheduler_.at(std::max(timeline_ + steps_[next_].first, scheduler_.now()), [this] {
    tell_(steps_[next_++].second);
    arm_next();
  });
}

}  // namespace shadowsim::fleet
