#include "sim/runtime/environment.h"

#include <fstream>
#include <string>
#include <string_view>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fmt/format.h>

#include "sim/endpoint/broker_version.h"

namespace shadowsim::runtime {
namespace {

// What follows the name and its separator in the first line of the file that begins with it.
std::string value_in(const char* file, std::string_view name) {
  std::ifstream lines{file};
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(name)) continue;
    const std::size_t begin = line.find_first_not_of(" \t:=\"", name.size());
    const std::size_t end = line.find_last_not_of(" \t\"");
    return begin == std::string::npos ? std::string{} : line.substr(begin, end - begin + 1);
  }
  return {};
}

measure::Machine this_machine() {
  measure::Machine machine;
  utsname name{};
  if (uname(&name) == 0) {
    machine.name = name.nodename;
    machine.kernel = fmt::format("{} {} {}", name.sysname, name.release, name.machine);
  }
  machine.cpu = value_in("/proc/cpuinfo", "model name");
  machine.cores = static_cast<std::uint32_t>(get_nprocs());
  const auto pages = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES));
  machine.memory_kib = pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) / 1024;
  machine.system = value_in("/etc/os-release", "PRETTY_NAME");
  return machine;
}

}  // namespace

measure::Environment environment_of(const SessionEngine& engine, bool has_embedded_broker) {
  measure::Environment environment{
      .software = {{fmt::format("client {}", engine.name), engine.version()}},
      .machines = {this_machine()}};
  if (has_embedded_broker)
    environment.software.push_back({"embedded mosquitto", endpoint::installed_broker_version()});
  return environment;
}

}  // namespace shadowsim::runtime
