#pragma once

#include <cstddef>

#include "sim/time/timer_queue.h"

namespace shadowsim {

// A scheduler whose time moves only when it is told to, so that an hour passes in the time its
// events take, and passes the same way twice. It does not start at zero, since code may read zero
// as "unset".
// Threads: one thread, the one that runs it.
class VirtualTime final : public Scheduler {
 public:
  explicit VirtualTime(WallTime wall_start = WallTime{std::chrono::seconds{1'700'000'000}});

  TimePoint now() const override { return now_; }
  WallTime wall_now() const override;

  // Requires: `when` is not in the past, which would be an event lost in real time.
  TimerId at(TimePoint when, std::function<void()> callback) override;
  void cancel(TimerId timer) override;

  // Runs all that is due in the next `span`, and ends exactly there.
  void run_for(Duration span);

  // Runs the earliest timer. False, and no time passes, where none is armed.
  bool step();

  // Timers still armed. A test ends by finding none.
  std::size_t armed() const { return timers_.size(); }

 private:
  TimePoint now_;
  WallTime wall_start_;
  TimerQueue timers_;
};

}  // namespace shadowsim
