#include "sim/runtime/watchful_loop.h"

#include <thread>

namespace shadowsim::runtime {

WatchfulLoop::WatchfulLoop(boost::asio::io_context& context, const Clock& clock)
    : context_{context}, clock_{clock}, sleeps_at_{clock.now() + kLookedFor} {}

void WatchfulLoop::run_some() {
  const bool has_run = context_.poll() > 0;
  const TimePoint now = clock_.now();
  if (has_run) {
    sleeps_at_ = now + kLookedFor;
    return;
  }
  if (now < sleeps_at_) {
    std::this_thread::yield();
    return;
  }
  context_.run_one();
  sleeps_at_ = clock_.now() + kLookedFor;
}

}  // namespace shadowsim::runtime
