#include "sim/terminal/worker_choice.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace shadowsim::terminal {

std::uint64_t sessions_per_worker(const runtime::SessionEngine& client,
                                  std::uint64_t descriptors_max) {
  constexpr std::uint64_t kOtherDescriptors = 128;
  if (client.sessions_per_process) return *client.sessions_per_process;
  const std::uint64_t spare = std::max(descriptors_max, kOtherDescriptors) - kOtherDescriptors;
  return std::max<std::uint64_t>(spare / client.descriptors_per_session, 1);
}

Result<std::uint32_t> choose_workers(const std::string& option, std::uint32_t lights,
                                     std::uint64_t sessions, std::uint64_t sessions_each) {
  if (option == "auto") {
    const std::uint64_t enough = (sessions + sessions_each - 1) / sessions_each;
    return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(enough, 1, lights));
  }
  std::uint32_t number = 0;
  const char* const end = option.data() + option.size();
  const auto [rest, failure] = std::from_chars(option.data(), end, number);
  if (failure != std::errc{} || rest != end || number == 0)
    return usage_error(fmt::format("--workers: a number of at least 1, or auto, not '{}'", option));
  if (number > lights)
    return usage_error(
        fmt::format("--workers {}: there are {} lights, too few for so many", number, lights));
  return number;
}

}  // namespace shadowsim::terminal
