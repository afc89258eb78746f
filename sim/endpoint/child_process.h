#pragma once

#include <chrono>
#include <string>
#include <sys/types.h>
#include <vector>

#include "sim/base/result.h"
#include "sim/endpoint/descriptor.h"

namespace shadowsim::endpoint {

// Refers to a process, so that its end can be polled for; none where there is no such process.
// Source: pidfd_open(2).
Descriptor open_process(pid_t pid);

// What a child process is made of.
struct ChildOptions {
  std::string program;                 // its file
  std::vector<std::string> arguments;  // without the program's name
  std::vector<int> inherited;          // descriptors that it keeps, at the same numbers
  int output = -1;                     // where its stdout and stderr go; Requires: open
};

// A child process that dies with its parent, however the parent dies, SIGKILL included. It is in a
// process group of its own, so that a Ctrl-C of the terminal is its parent's to answer. It has the
// highest limit of open files that it may have.
// Threads: one at a time. The kernel takes the thread that starts the child for its parent, so
//          that thread must live as long as the child shall.
// Source:  prctl(2), PR_SET_PDEATHSIG.
class ChildProcess {
 public:
  // Errors: kSystem.
  static Result<ChildProcess> start(const ChildOptions& options);

  ChildProcess(ChildProcess&&) noexcept = default;
  ChildProcess& operator=(ChildProcess&&) = delete;
  ~ChildProcess();  // as stop()

  pid_t pid() const { return pid_; }

  // Can be read (polled, rather) once the process has ended. Stays the child's.
  int exit_descriptor() const { return process_.get(); }

  // Waits for the end of the process, at most for `span`; whether it came.
  bool has_ended_within(std::chrono::milliseconds span) const;

  // How the process has ended, for a person: "ended with exit code 3", "was ended by signal 9
  // (Killed)". Requires: it has ended, stop() was not called.
  std::string how_it_ended() const;

  // Asks the process to end, and ends it if it doesn't within two seconds.
  void stop();

 private:
  ChildProcess(pid_t pid, Descriptor process);

  pid_t pid_;
  Descriptor process_;  // refers to the process; closed once it is reaped
};

}  // namespace shadowsim::endpoint
