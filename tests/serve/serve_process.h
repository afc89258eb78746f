#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

#include "sim/endpoint/descriptor.h"
#include "tests/endpoint/temporary_directory.h"

namespace shadowsim {

// What a process is given beside its arguments.
struct ServeSurroundings {
  bool disk_is_full_soon = false;  // no file may grow beyond 200 kB
};

// The number after `prefix` in what a server has said; 0 where there is none.
std::uint16_t port_after(const std::string& text, const std::string& prefix);

// A running `shadowsim serve`, on any free port unless the arguments name one, ended with SIGKILL
// if a test leaves it running.
class ServeProcess {
 public:
  explicit ServeProcess(const std::vector<std::string>& arguments,
                        const ServeSurroundings& surroundings = {});
  ServeProcess(const ServeProcess&) = delete;
  ServeProcess& operator=(const ServeProcess&) = delete;
  ~ServeProcess();

  // Waits for the line "ready mqtt://127.0.0.1:PORT". 0, and a failure of the test, where none
  // comes.
  std::uint16_t wait_for_port();

  // Waits for the end; its exit code, or minus the number of the signal that ended it. -1000, and a
  // failure of the test, where it goes on.
  int wait_for_exit();

  // Waits for the end at most for `span`; whether it came.
  bool ends_within(std::chrono::milliseconds span) const;

  void send(int signal) const;
  pid_t pid() const { return pid_; }

  // The broker that it has started; 0 for none.
  pid_t broker() const;

  // All it has written on stdout up to now, and on stderr.
  const std::string& output();
  std::string errors() const;

 private:
  [[noreturn]] void become(const std::vector<std::string>& arguments, int output,
                           const ServeSurroundings& surroundings) const;
  void read_output(std::chrono::milliseconds patience);

  endpoint::TemporaryDirectory directory_;
  pid_t pid_ = -1;  // -1 once it is reaped
  endpoint::Descriptor process_;
  endpoint::Descriptor output_pipe_;
  std::string output_;
};

}  // namespace shadowsim
