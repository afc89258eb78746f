#include "sim/terminal/versions.h"

#include <fmt/format.h>

#include "sim/endpoint/broker_version.h"
#include "sim/endpoint/tls_library_version.h"
#include "sim/mqtt/mosquitto/library_version.h"
#include "sim/mqtt/paho/library_version.h"
#include "sim/terminal/version.h"

namespace shadowsim::terminal {

std::string versions_text() {
  std::string text = fmt::format("shadowsim {}\n\n", kVersion);
  // Those that can change without the program say so themselves.
  text +=
      fmt::format("{}\n{}\n{}\n{}", mqtt::paho::library_version(),
                  mqtt::mosquitto::library_version(), endpoint::tls_library_version(), kBuiltWith);
  const std::string broker = endpoint::installed_broker_version();
  return text + (broker.empty() ? "broker: no mosquitto is installed\n"
                                : fmt::format("broker: mosquitto {}\n", broker));
}

}  // namespace shadowsim::terminal
