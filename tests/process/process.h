#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace shadowsim::process {

// How a process ended and what it said.
struct Ended {
  int exit_code = -1;  // 128 + the signal's number where a signal ended it
  std::string out;
  std::string err;
};

// A program started by a test, with its outputs in files of the test's own; ended, at the latest,
// when it has run for two minutes or this object is destroyed. Threads: the test's.
class Process {
 public:
  struct Options {
    std::map<std::string, std::string> environment = {};  // beside the test's own
    unsigned long descriptors_max = 0;                    // hard limit of open files; 0 leaves it
    bool reads_from_test = false;                         // its input is what type() says
  };

  Process(const std::string& program, const std::vector<std::string>& arguments)
      : Process{program, arguments, Options{}} {}
  Process(const std::string& program, const std::vector<std::string>& arguments,
          const Options& options);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  pid_t pid() const { return pid_; }
  void send_signal(int signal) const;

  // Puts that into its input. Requires: Options::reads_from_test, input not ended.
  void type(const std::string& text) const;
  void end_input();

  // Waits until the output holds `text`; false when the process ends or a minute passes without.
  bool says(const std::string& text) const;

  // Waits until it handles that signal; false when the process ends or a minute passes without.
  bool handles(int signal) const;

  // Waits for the end.
  Ended wait();

  // Processes that this one has started and that still run.
  std::vector<pid_t> children() const;

 private:
  bool has_ended_within(std::chrono::milliseconds span) const;
  bool waits_until(const std::function<bool()>& has_come) const;

  pid_t pid_ = -1;
  int input_ = -1;           // what its input is the other end of
  int end_descriptor_ = -1;  // readable once the process has ended
  std::string directory_;
};

// Waits until no process has that pid, at most ten seconds; whether that came.
bool disappears(pid_t pid);

// Starts the program and waits for its end.
Ended run(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace shadowsim::process
