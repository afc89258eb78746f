#include "sim/time/timer_queue.h"

#include <utility>

namespace shadowsim {

TimerId TimerQueue::arm(TimePoint when, std::function<void()> callback) {
  const std::uint64_t order = ++last_order_;
  timers_.emplace(Key{when, order}, std::move(callback));
  when_by_order_.emplace(order, when);
  return {order};
}

bool TimerQueue::cancel(TimerId timer) {
  const auto found = when_by_order_.find(timer.value);
  if (found == when_by_order_.end()) return false;
  timers_.erase(Key{found->second, timer.value});
  when_by_order_.erase(found);
  return true;
}

std::optional<TimePoint> TimerQueue::next() const {
  if (timers_.empty()) return std::nullopt;
  return timers_.begin()->first.when;
}

std::optional<std::function<void()>> TimerQueue::take_due(TimePoint now) {
  if (timers_.empty() || timers_.begin()->first.when > now) return std::nullopt;
  auto timer = timers_.extract(timers_.begin());
  when_by_order_.erase(timer.key().order);
  return std::move(timer.mapped());
}

}  // namespace shadowsim
