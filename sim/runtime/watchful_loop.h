#pragma once

#include <boost/asio/io_context.hpp>

#include "sim/base/units.h"
#include "sim/time/clock.h"

namespace shadowsim::runtime {

// Runs what an io_context has for this thread, as its run() does, and looks for more for a while before the
// thread sleeps. To sleep and be woken costs a relay more than all else that it does, twice in each round trip, and
// the answer comes soon. Between two looks any other thread that can run goes first, so that none waits for this one.
// docs/measurements.md, "What the gateway costs", has what that gains and what it takes.
// Threads: one at a time.
class WatchfulLoop {
 public:
  // How long after the last that there was to do.
  static constexpr Duration kLookedFor = std::chrono::milliseconds{1};

  // Both outlive this.
  WatchfulLoop(boost::asio::io_context& context, const Clock& clock);

  // Runs all that is ready; else looks once, or sleeps until there is something. Returns at once where the
  // context has been stopped. What a handler throws comes out of here.
  void run_some();

 private:
  boost::asio::io_context& context_;
  const Clock& clock_;
  TimePoint sleeps_at_;
};

}  // namespace shadowsim::runtime
