#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "sim/base/result.h"
#include "sim/endpoint/child_process.h"
#include "sim/endpoint/descriptor.h"
#include "sim/runtime/line_input.h"
#include "sim/runtime/worker_message.h"

namespace shadowsim::runtime {

// The name of the hidden command that a worker is started with, and that of its option for the
// descriptor of its ParentSocket.
inline constexpr const char* kWorkerCommand = "worker";
inline constexpr const char* kParentOption = "--parent";

// A worker as its parent has it: a process of this program that plays one shard. It dies with its
// parent, and ends its run when the socket to its parent does.
// Threads: the one that runs the context, which must be the one that started the worker and live as
//          long (see endpoint::ChildProcess).
// Owns:    the process and the socket to it. Borrows the context, which must outlive it.
class WorkerProcess {
 public:
  struct Listener {
    std::function<void(Report)> told;

    // Once, after all that it told: the process has ended, or has told what is no report. `how` is
    // for a person: "it was ended by signal 9 (Killed)".
    std::function<void(std::string how)> ended;
  };

  // `arguments` are the command line without kParentOption. The listener is called from
  // within the context's run() only.
  // Errors:  kSystem.
  static Result<std::unique_ptr<WorkerProcess>> start(boost::asio::io_context& context,
                                                      const std::string& program,
                                                      std::vector<std::string> arguments,
                                                      Listener listener);

  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;
  ~WorkerProcess();  // ends the process

  // Does nothing where the worker has ended.
  void tell(const Order& order);

 private:
  WorkerProcess(boost::asio::io_context& context, endpoint::ChildProcess child,
                endpoint::Descriptor socket, Listener listener);

  void hear(std::string_view line);
  void end();

  endpoint::ChildProcess child_;
  endpoint::Descriptor socket_;
  Listener listener_;
  LineInput input_;
};

}  // namespace shadowsim::runtime
