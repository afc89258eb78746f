#include "sim/runtime/process_usage.h"

#include <sys/resource.h>

namespace shadowsim::runtime {
namespace {

Duration to_duration(const timeval& time) {
  return std::chrono::seconds{time.tv_sec} + std::chrono::microseconds{time.tv_usec};
}

}  // namespace

ProcessUsage process_usage() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return {.cpu = to_duration(usage.ru_utime) + to_duration(usage.ru_stime),
          .peak_rss_kib = static_cast<std::uint64_t>(usage.ru_maxrss)};
}

Duration thread_cpu() {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  return to_duration(usage.ru_utime) + to_duration(usage.ru_stime);
}

}  // namespace shadowsim::runtime
