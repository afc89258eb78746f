#pragma once

#include <functional>

#include <boost/asio/io_context.hpp>

#include "sim/runtime/line_input.h"
#include "sim/runtime/worker_message.h"

namespace shadowsim::runtime {

// A worker's end of the socket between it and its parent.
struct ParentSocket {
  int descriptor = -1;
};

// Says it to the parent, waiting until it can be taken. Where the parent is gone, nothing is left to
// be said, and the process is about to end.
void tell(ParentSocket parent, const Report& report);

// A worker's ear: hears its parent's orders, and its parent's end, which is an order to stop.
// Threads: the one that runs the context.
// Owns:    neither the socket nor the context; both must outlive it.
class WorkerLink {
 public:
  struct Listener {
    std::function<void(TimePoint)> begin;  // the timeline begins then
    std::function<void()> stop;            // more than once, perhaps
  };

  // Listens from now on; the listener is called from within the context's run() only.
  WorkerLink(boost::asio::io_context& context, ParentSocket parent, Listener listener);

 private:
  void hear(std::string_view line);

  Listener listener_;
  LineInput input_;
};

}  // namespace shadowsim::runtime
