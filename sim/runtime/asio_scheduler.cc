#include "sim/runtime/asio_scheduler.h"

#include <chrono>
#include <utility>

#include <boost/system/error_code.hpp>

namespace shadowsim::runtime {

AsioScheduler::AsioScheduler(boost::asio::io_context& context, const Clock& clock)
    : clock_{clock}, timer_{context} {}

AsioScheduler::~AsioScheduler() = default;

TimerId AsioScheduler::at(TimePoint when, std::function<void()> callback) {
  const TimerId timer = queue_.arm(when, std::move(callback));
  if (when < waiting_for_) wait();
  return timer;
}

void AsioScheduler::cancel(TimerId timer) {
  queue_.cancel(timer);  // should it have been the next one, the Asio timer rings for nothing
}

void AsioScheduler::wait() {
  const auto next = queue_.next();
  if (!next) {
    waiting_for_ = TimePoint::max();
    return;
  }
  waiting_for_ = *next;
  // Both clocks are CLOCK_MONOTONIC; only the type differs.
  timer_.expires_at(std::chrono::steady_clock::time_point{next->time_since_epoch()});
  timer_.async_wait([this](const boost::system::error_code& aborted) {
    if (!aborted) run_due();
  });
}

void AsioScheduler::run_due() {
  waiting_for_ = TimePoint::min();  // whoever arms a timer meanwhile need not wait for it
  // What is due now, and not what becomes due while this runs: sockets have their turn, too.
  const TimePoint now = clock_.now();
  while (auto callback = queue_.take_due(now))
    (*callback)();
  wait();
}

}  // namespace shadowsim::runtime
