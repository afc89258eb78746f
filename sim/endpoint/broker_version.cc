#include "sim/endpoint/broker_version.h"

#include <array>
#include <chrono>
#include <sys/mman.h>
#include <unistd.h>

#include "sim/endpoint/broker_process.h"
#include "sim/endpoint/child_process.h"
#include "sim/endpoint/descriptor.h"

namespace shadowsim::endpoint {

std::string version_in_help(std::string_view help) {
  constexpr std::string_view kBefore = "mosquitto version ";
  const std::size_t begin = help.find(kBefore);
  if (begin == std::string_view::npos) return {};
  help.remove_prefix(begin + kBefore.size());
  return std::string{help.substr(0, help.find_first_of(" \r\n"))};
}

std::string installed_broker_version() {
  constexpr std::chrono::milliseconds kPatience{1'000};
  const auto program = find_mosquitto(mosquitto_folders());
  if (program.has_error()) return {};
  const Descriptor output{memfd_create("mosquitto.help", MFD_CLOEXEC)};
  if (!output.is_open()) return {};
  const auto child = ChildProcess::start({*program, {"-h"}, {}, output.get()});
  if (child.has_error() || !child->has_ended_within(kPatience)) return {};
  std::array<char, 256> help{};
  const ssize_t got = pread(output.get(), help.data(), help.size(), 0);
  return got <= 0 ? std::string{} : version_in_help({help.data(), static_cast<std::size_t>(got)});
}

}  // namespace shadowsim::endpoint
