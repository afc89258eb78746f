#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <sys/types.h>

#include "sim/base/units.h"
#include "sim/measure/memory_growth.h"

namespace shadowsim::runtime {

// How much memory of a process is resident, and whether that grows. A look costs some microseconds.
// Time:   passed in, as the time since the timeline's begin.
// Source: proc(5), /proc/PID/statm: it may be off by some dozens of pages a thread.
class MemoryUsage {
 public:
  // Of this process, everything in it included.
  MemoryUsage() : MemoryUsage{"self"} {}

  // Of another one. Once it has ended, samples of it count for nothing.
  explicit MemoryUsage(pid_t process) : MemoryUsage{std::to_string(process)} {}

  // As measure::MemoryWatch has it.
  void sample(Duration at, Duration length);
  std::optional<measure::MemoryGrowth> growth() const { return watch_.growth(); }

  // What is resident now; none where the process has ended.
  std::optional<std::uint64_t> resident_kib() const;

 private:
  explicit MemoryUsage(const std::string& process) : file_{"/proc/" + process + "/statm"} {}

  std::string file_;
  measure::MemoryWatch watch_;
};

}  // namespace shadowsim::runtime
