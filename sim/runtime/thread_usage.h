#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <sys/types.h>

#include "sim/time/clock.h"

namespace shadowsim::runtime {

// How busy each thread of a process is, between the first sample and the last one. A thread that is
// always running is what the others wait for.
// Time: passed in. The kernel counts in hundredths of a second, so samples should be a second or
//       more apart.
// Source: proc(5), /proc/PID/task/TID/stat.
class ThreadUsage {
 public:
  // Of this process, the MQTT library's threads included.
  ThreadUsage() : ThreadUsage{"self"} {}

  // Of another one. Where it has ended, its threads count as idle.
  explicit ThreadUsage(pid_t process) : ThreadUsage{std::to_string(process)} {}

  // Of one thread of this process.
  static ThreadUsage of_thread(pid_t thread);

  // Leaves one thread out. Requires: before the first sample.
  void leave_out(pid_t thread) { left_out_ = thread; }

  void sample(TimePoint now);

  // The share of the time that the busiest thread was running, about 0 to 1; none before there are
  // two samples of different times.
  std::optional<double> busiest() const;

 private:
  using Ticks = std::map<pid_t, std::int64_t>;  // of CPU, by thread

  explicit ThreadUsage(const std::string& process) : tasks_{"/proc/" + process + "/task"} {}

  Ticks read() const;

  std::string tasks_;  // the folder of its threads
  std::optional<pid_t> only_;
  std::optional<pid_t> left_out_;
  std::optional<TimePoint> first_at_;
  TimePoint last_at_;
  Ticks first_;
  Ticks last_;
};

}  // namespace shadowsim::runtime
