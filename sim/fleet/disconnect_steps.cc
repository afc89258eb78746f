#include "sim/fleet/disconnect_steps.h"

#include <algorithm>

namespace shadowsim::fleet {

DisconnectSteps::DisconnectSteps(const scenario::Scenario& scenario, Scheduler& scheduler,
                                 Tell tell)
    : steps_{scenario.disconnects()}, scheduler_{scheduler}, tell_{std::move(tell)} {}

void DisconnectSteps::begin(TimePoint timeline) {
  timeline_ = timeline;
  arm_next();
}

void DisconnectSteps::cancel() {
  scheduler_.cancel(std::exchange(timer_, {}));
}

void DisconnectSteps::arm_next() {
  if (next_ == steps_.size()) return;
  timer_ = scheduler_.at(std::max(timeline_ + steps_[next_].first, scheduler_.now()), [this] {
    tell_(steps_[next_++].second);
    arm_next();
  });
}

}  // namespace shadowsim::fleet
