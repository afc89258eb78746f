#include "sim/mqtt/paho/library_version.h"

#include <string_view>

#include <MQTTAsync.h>
#include <fmt/format.h>
#include <mqtt/async_client.h>

namespace shadowsim::mqtt::paho {

std::string library_version() {
  std::string_view c_version = "?";
  for (const auto* entry = MQTTAsync_getVersionInfo(); entry->name != nullptr; ++entry) {
    if (std::string_view{entry->name} == "Version") c_version = entry->value;
  }
  const unsigned version = ::mqtt::VERSION;
  return fmt::format("Paho C++ {}.{}, C {}", version >> 24U, version >> 16U & 0xFFU, c_version);
}

}  // namespace shadowsim::mqtt::paho
