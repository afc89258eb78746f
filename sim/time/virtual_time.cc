#include "sim/time/virtual_time.h"

#include <utility>

namespace shadowsim {
namespace {

constexpr TimePoint kStart{std::chrono::hours{1}};

}  // namespace

VirtualTime::VirtualTime(WallTime wall_start) : now_{kStart}, wall_start_{wall_start} {}

WallTime VirtualTime::wall_now() const {
  return wall_start_ + std::chrono::floor<std::chrono::milliseconds>(now_ - kStart);
}

TimerId VirtualTime::at(TimePoint when, std::function<void()> callback) {
  SHADOWSIM_CHECK(when >= now_, "{} ns in the past", (now_ - when).count());
  return timers_.arm(when, std::move(callback));
}

void VirtualTime::cancel(TimerId timer) {
  timers_.cancel(timer);
}

void VirtualTime::run_for(Duration span) {
  const TimePoint end = now_ + span;
  while (timers_.next() && *timers_.next() <= end)
    step();
  now_ = end;
}

bool VirtualTime::step() {
  const auto when = timers_.next();
  if (!when) return false;
  now_ = *when;
  (*timers_.take_due(now_))();
  return true;
}

}  // namespace shadowsim
