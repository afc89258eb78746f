#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "sim/time/timer_queue.h"

namespace shadowsim::runtime {

// The scheduler of a worker in real time: one Asio timer, armed for the earliest of all.
// Threads: the thread that runs the io_context, except as Clock says.
// Owns:    what is armed. Borrows context and clock, which must outlive it. Destroying it forgets
// all
//          timers.
// Time:    now() reads the clock, each time it is called.
class AsioScheduler final : public Scheduler {
 public:
  AsioScheduler(boost::asio::io_context& context, const Clock& clock);
  ~AsioScheduler() override;

  TimePoint now() const override { return clock_.now(); }
  WallTime wall_now() const override { return clock_.wall_now(); }

  TimerId at(TimePoint when, std::function<void()> callback) override;
  void cancel(TimerId timer) override;

 private:
  void wait();
  void run_due();

  const Clock& clock_;
  boost::asio::steady_timer timer_;
  TimerQueue queue_;
  TimePoint waiting_for_ = TimePoint::max();  // when the Asio timer will ring
};

}  // namespace shadowsim::runtime
