#pragma once

#include <functional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

namespace shadowsim::runtime {

// The signals that interrupt a run: SIGINT, SIGTERM, and SIGHUP, which comes when its terminal is closed,
// unless that is ignored, as it is below nohup. One that comes before await() is kept for it.
// Threads: of a process, the one that runs the io_context.
// Source:  nohup(1), signal(7).
class Interrupts {
 public:
  explicit Interrupts(boost::asio::io_context& context);

  // Calls `interrupted` when the first comes. The next one has its default effect, but for SIGHUP, which
  // may come more than once. What is said to a terminal that was closed goes nowhere from then on, as it
  // could not be written. Requires: it is called once.
  void await(std::function<void()> interrupted);

  // It is not called any more.
  void cancel() { signals_.cancel(); }

 private:
  boost::asio::signal_set signals_;
};

}  // namespace shadowsim::runtime
