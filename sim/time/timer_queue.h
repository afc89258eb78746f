#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <unordered_map>

#include "sim/time/scheduler.h"

namespace shadowsim {

// The timers that a scheduler has armed, in the order in which they are due. Both schedulers, the
// one in virtual time and the one on Asio, are this queue and a way to wait.
// Time: never reads a clock.
class TimerQueue {
 public:
  TimerId arm(TimePoint when, std::function<void()> callback);

  // False where there is no such timer (any more).
  bool cancel(TimerId timer);

  // The moment of the earliest timer, or none where nothing is armed.
  std::optional<TimePoint> next() const;

  // Takes the earliest timer's callback out if it is due at `now`; by (time, order of arming).
  std::optional<std::function<void()>> take_due(TimePoint now);

  std::size_t size() const { return timers_.size(); }

 private:
  struct Key {
    TimePoint when;
    std::uint64_t order;

    friend auto operator<=>(const Key&, const Key&) = default;
  };

  std::map<Key, std::function<void()>> timers_;
  std::unordered_map<std::uint64_t, TimePoint> when_by_order_;
  std::uint64_t last_order_ = 0;
};

}  // namespace shadowsim
