#include "sim/runtime/memory_usage.h"

#include <fstream>
#include <unistd.h>

namespace shadowsim::runtime {

std::optional<std::uint64_t> MemoryUsage::resident_kib() const {
  std::ifstream file{file_};
  std::uint64_t all = 0;
  std::uint64_t resident = 0;
  if (!(file >> all >> resident)) return std::nullopt;
  constexpr std::uint64_t kKibibyte = 1024;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) / kKibibyte;
}

void MemoryUsage::sample(Duration at, Duration length) {
  if (const auto resident = resident_kib()) watch_.sample(at, length, *resident);
}

}  // namespace shadowsim::runtime
