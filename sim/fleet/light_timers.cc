#include "sim/fleet/light_timers.h"

#include <algorithm>
#include <utility>

namespace shadowsim::fleet {

LightTimers::LightTimers(Scheduler& scheduler, std::function<void(light::Timer)> ring)
    : scheduler_{scheduler}, ring_{std::move(ring)} {}

LightTimers::~LightTimers() {
  for (const TimerId id : ids_)
    scheduler_.cancel(id);
}

void LightTimers::carry_out(const light::Arm& order) {
  TimerId& id = id_of(order.timer);
  scheduler_.cancel(id);
  id = scheduler_.at(std::max(order.when, scheduler_.now()), [this, timer = order.timer] {
    id_of(timer) = {};
    ring_(timer);
  });
}

void LightTimers::carry_out(const light::Disarm& order) {
  scheduler_.cancel(std::exchange(id_of(order.timer), {}));
}

}  // namespace shadowsim::fleet
