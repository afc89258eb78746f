#include "sim/endpoint/descriptor_limit.h"

#include <cerrno>
#include <sys/resource.h>

#include <fmt/format.h>

namespace shadowsim::endpoint {

Result<void> ensure_descriptors(std::uint64_t needed) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return system_error("ask for the limit of open files", errno);
  if (limit.rlim_cur >= needed) return {};
  if (limit.rlim_max < needed) {
    return system_error(fmt::format(
        "this run needs {0} open files (RLIMIT_NOFILE), but the hard limit is {1}: raise it with "
        "'ulimit -Hn {0}' as root, with 'prlimit --nofile={0}', or in /etc/security/limits.conf, "
        "or take fewer lights",
        needed, limit.rlim_max));
  }
  limit.rlim_cur = needed;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
    return system_error(fmt::format("raise the limit of open files to {}", needed), errno);
  return {};
}

std::uint64_t descriptors_max() {
  rlimit limit{};
  return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_max : 0;
}

}  // namespace shadowsim::endpoint
