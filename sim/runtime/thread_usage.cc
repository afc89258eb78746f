#include "sim/runtime/thread_usage.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <system_error>
#include <unistd.h>

namespace shadowsim::runtime {
namespace {

// User and system ticks of one thread's line; none where it is not as expected. The second field
// is the thread's name in parentheses, which may hold anything.
std::optional<std::int64_t> ticks_of(const std::string& line) {
  const std::size_t name_end = line.rfind(')');
  if (name_end == line.npos) return std::nullopt;
  std::istringstream fields{line.substr(name_end + 1)};
  constexpr int kFieldsBetween = 11;  // the third, state, to the thirteenth, cmajflt
  std::string skipped;
  for (int i = 0; i < kFieldsBetween; ++i)
    fields >> skipped;
  std::int64_t user = 0;
  std::int64_t system = 0;
  if (!(fields >> user >> system)) return std::nullopt;
  return user + system;
}

}  // namespace

ThreadUsage ThreadUsage::of_thread(pid_t thread) {
  ThreadUsage usage;
  usage.only_ = thread;
  return usage;
}

ThreadUsage::Ticks ThreadUsage::read() const {
  Ticks ticks;
  std::error_code failure;  // threads may end while they are listed
  for (const auto& thread : std::filesystem::directory_iterator{tasks_, failure}) {
    const auto id = static_cast<pid_t>(std::stoul(thread.path().filename()));
    if ((only_ && id != *only_) || (left_out_ && id == *left_out_)) continue;
    std::ifstream file{thread.path() / "stat"};
    std::string line;
    if (!std::getline(file, line)) continue;
    if (const auto used = ticks_of(line)) ticks[id] = *used;
  }
  return ticks;
}

void ThreadUsage::sample(TimePoint now) {
  last_ = read();
  last_at_ = now;
  if (first_at_) return;
  first_ = last_;
  first_at_ = now;
}

std::optional<double> ThreadUsage::busiest() const {
  if (!first_at_ || last_at_ <= *first_at_) return std::nullopt;
  std::int64_t most = 0;
  for (const auto& [thread, ticks] : last_) {
    const auto before = first_.find(thread);
    most = std::max(most, ticks - (before == first_.end() ? 0 : before->second));
  }
  const double seconds = std::chrono::duration<double>(last_at_ - *first_at_).count();
  return static_cast<double>(most) / static_cast<double>(sysconf(_SC_CLK_TCK)) / seconds;
}

}  // namespace shadowsim::runtime
